with

releases as (

    select * from {{ ref('fct_forecast_releases') }}

),

actuals as (

    select * from {{ ref('int_actuals') }}

),

products as (

    select * from {{ ref('int_products') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

compared as (

    select
        releases.release_id,
        releases.product_id,
        releases.product_group,
        releases.demand_class,
        releases.candidate,
        releases.override_owner,
        releases.release_number,
        releases.horizon,
        releases.forecast_units,
        releases.model_forecast_units,
        releases.baseline_forecast_units,
        releases.override_units,
        releases.forecast_units_p10,
        releases.forecast_units_p90,
        actuals.first_known_units,
        actuals.current_units,
        releases.forecast_units - actuals.first_known_units as error_first_known,
        releases.forecast_units - actuals.current_units as error_current,
        releases.model_forecast_units - actuals.first_known_units as model_error_first_known,
        releases.model_forecast_units - actuals.current_units as model_error_current,
        releases.baseline_forecast_units - actuals.first_known_units
            as baseline_error_first_known,
        releases.baseline_forecast_units - actuals.current_units as baseline_error_current,
        releases.is_fallback,
        products.product_id is not null
        and coalesce(demand_monthly.is_listed, true)
        and coalesce(demand_monthly.known_in_stock_share, 1) >= {{ var('scored_in_stock_share') }}
            as is_scored,
        releases.cutoff_month,
        releases.target_month

    from releases

    inner join actuals
        on
            releases.product_id = actuals.product_id
            and releases.target_month = actuals.demand_month

    left join products on releases.product_id = products.product_id

    left join demand_monthly
        on
            releases.product_id = demand_monthly.product_id
            and releases.target_month = demand_monthly.demand_month

)

select * from compared
