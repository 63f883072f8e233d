{% set season_length = var('candidates')['seasonal_naive']['parameters']['season_length'] %}

with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

demand_history as (

    select * from {{ ref('int_demand_history') }}

),

season_ago as (

    select
        expected_forecasts.product_id,
        expected_forecasts.horizon,
        demand_history.demand_units as forecast_units,
        expected_forecasts.cutoff_month,
        expected_forecasts.target_month

    from expected_forecasts

    -- What a product will inherit once it sells is not known before.
    inner join active_products
        on
            active_products.history_months > 0
            and expected_forecasts.product_id = active_products.product_id
            and expected_forecasts.cutoff_month = active_products.cutoff_month

    inner join demand_history
        on
            expected_forecasts.product_id = demand_history.product_id
            and demand_history.demand_month
            = {{ add_months('expected_forecasts.target_month', -season_length) }}

    where
        demand_history.demand_units is not null
        and demand_history.demand_month <= expected_forecasts.cutoff_month

)

select * from season_ago
