{% set season_length = var('candidates')['seasonal_naive']['parameters']['season_length'] %}

with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

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
