with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

releases as (

    select * from {{ ref('fct_forecast_releases') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

released_months as (

    -- A launch that has not sold yet has no month of demand: it has sold nothing.
    select distinct
        releases.product_id,
        releases.target_month as demand_month

    from releases

    inner join last_complete_month
        on releases.target_month <= last_complete_month.last_complete_month

    left join demand_monthly
        on
            releases.product_id = demand_monthly.product_id
            and releases.target_month = demand_monthly.demand_month

    where demand_monthly.product_id is null

),

unioned as (

    select
        product_id,
        sold_units,
        demand_month
    from demand_monthly

    union all

    select
        product_id,
        0 as sold_units,
        demand_month
    from released_months

)

select * from unioned
