{% set by_product = "partition by product_id order by demand_month" %}
{% set recent = "rows between 3 preceding and 1 preceding" %}
{% set year = "rows between 12 preceding and 1 preceding" %}

with

stock_months as (

    select * from {{ ref('int_stock_months') }}

),

sales_monthly as (

    select * from {{ ref('int_sales_monthly') }}

),

outlier_days as (

    select * from {{ ref('int_outlier_days') }}

),

outliers as (

    select
        product_id,
        demand_month,
        sum(excess_units) as excess_units
    from outlier_days
    group by product_id, demand_month

),

ordinary as (

    select
        stock_months.product_id,
        stock_months.demand_month,
        stock_months.selling_days,
        stock_months.stockout_days,
        stock_months.open_days - stock_months.stockout_days as in_stock_days,
        cast(coalesce(sales_monthly.gross_units, 0) as double)
        - coalesce(outliers.excess_units, 0) as ordinary_units

    from stock_months

    left join sales_monthly
        on
            stock_months.product_id = sales_monthly.product_id
            and stock_months.demand_month = sales_monthly.demand_month

    left join outliers
        on
            stock_months.product_id = outliers.product_id
            and stock_months.demand_month = outliers.demand_month

),

windowed as (

    select
        *,
        sum(selling_days) over ({{ by_product }} {{ recent }}) as recent_selling_days,
        sum(selling_days) over ({{ by_product }} {{ recent }})
        >= {{ var('stockout_history_days') }} as is_steady,
        sum(in_stock_days) over ({{ by_product }} {{ recent }}) as recent_days,
        sum(ordinary_units) over ({{ by_product }} {{ recent }}) as recent_units,
        sum(selling_days) over ({{ by_product }} {{ year }}) as year_selling_days,
        sum(in_stock_days) over ({{ by_product }} {{ year }}) as year_days,
        sum(ordinary_units) over ({{ by_product }} {{ year }}) as year_units

    from ordinary

),

paced as (

    -- Three months, or a year where these hold too few sales.
    select
        product_id,
        demand_month,
        selling_days,
        stockout_days,
        in_stock_days,
        ordinary_units,
        is_steady,
        case when is_steady then recent_units else year_units end
        / nullif(case when is_steady then recent_days else year_days end, 0) as units_per_day,
        case when is_steady then recent_selling_days else year_selling_days end
        / nullif(cast(case when is_steady then recent_days else year_days end as double), 0)
            as selling_share

    from windowed

)

select * from paced
