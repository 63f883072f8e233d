with

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

selling_days as (

    select
        sales_daily.product_id,
        {{ month_of('sales_daily.sale_date') }} as demand_month,
        cast(sales_daily.gross_units as double) as gross_units,
        case
            when sales_daily.promotion_units = 0 then cast(sales_daily.gross_units as double)
        end as ordinary_units

    from sales_daily

    cross join last_complete_month

    where
        sales_daily.gross_units > 0
        and sales_daily.sale_date
        < {{ add_months('last_complete_month.last_complete_month', 1) }}

),

summed as (

    select
        product_id,
        demand_month,
        count(ordinary_units) as ordinary_days,
        max(ordinary_units) as highest_ordinary_units,
        max(gross_units) as highest_units,
        {{ quantiles('ordinary_units', [0.5, 0.9]) }} as median_and_upper

    from selling_days

    group by product_id, demand_month

),

taken_apart as (

    select
        product_id,
        demand_month,
        ordinary_days,
        highest_ordinary_units,
        highest_units,
        {{ quantile_at('median_and_upper', 1) }} as median_units,
        {{ quantile_at('median_and_upper', 2) }} as upper_units

    from summed

)

select * from taken_apart
