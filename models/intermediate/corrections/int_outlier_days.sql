with

outlier_limits as (

    select * from {{ ref('int_outlier_limits') }}

),

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

suspects as (

    select * from outlier_limits
    where
        highest_ordinary_units > limit_units
        and {{ var('cap_outliers') }}

),

days as (

    select
        suspects.product_id,
        suspects.demand_month,
        suspects.level_units,
        suspects.limit_units,
        cast(sales_daily.gross_units as double) as gross_units,
        cast(sales_daily.gross_units - sales_daily.sold_units as double) as returned_units,
        sales_daily.promotion_units = 0 and sales_daily.gross_units > suspects.limit_units
            as is_outlier,
        sales_daily.sale_date

    from suspects

    inner join sales_daily
        on
            suspects.product_id = sales_daily.product_id
            and suspects.demand_month = {{ month_of('sales_daily.sale_date') }}

),

measured as (

    select
        *,
        case when is_outlier then gross_units - level_units else 0 end as excess_units,
        min(case when is_outlier then sale_date end) over (
            partition by product_id, demand_month
        ) as first_outlier_date

    from days

),

netted as (

    -- What comes back between the first of them and the end of the month has cancelled itself.
    select
        *,
        1 - sum(case when sale_date >= first_outlier_date then returned_units else 0 end) over (
            partition by product_id, demand_month
        ) / nullif(sum(excess_units) over (partition by product_id, demand_month), 0)
            as share_that_stays

    from measured

),

final as (

    select
        product_id,
        demand_month,
        gross_units,
        level_units,
        limit_units,
        round(excess_units, 4) as excess_units,
        round(greatest(excess_units * share_that_stays, 0), 4) as outlier_units,
        sale_date

    from netted

    where is_outlier

)

select * from final
