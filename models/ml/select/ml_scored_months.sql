with

fallback_forecasts as (

    select * from {{ ref('ml_fallback_forecasts') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

known as (

    -- A launch that has not sold yet has no month of demand: it has sold nothing.
    select
        fallback_forecasts.*,
        coalesce(demand_monthly.sold_units, 0) as sold_units,
        coalesce(demand_monthly.demand_units, 0) as demand_units

    from fallback_forecasts

    inner join last_complete_month
        on fallback_forecasts.target_month <= last_complete_month.last_complete_month

    left join demand_monthly
        on
            fallback_forecasts.product_id = demand_monthly.product_id
            and fallback_forecasts.target_month = demand_monthly.demand_month

    where
        coalesce(demand_monthly.is_listed, true)
        and coalesce(demand_monthly.known_in_stock_share, 1) >= {{ var('scored_in_stock_share') }}

)

select * from known
