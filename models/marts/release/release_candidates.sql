with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

overridden_forecasts as (

    select * from {{ ref('int_overridden_forecasts') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

previous_release as (

    select * from {{ ref('previous_release') }}

),

latest_released as (

    select max(cutoff_month) as latest_released_cutoff_month from previous_release

),

candidates as (

    select
        expected_forecasts.product_id,
        expected_forecasts.product_group,
        expected_forecasts.demand_class,
        overridden_forecasts.candidate,
        overridden_forecasts.model_version,
        overridden_forecasts.fallback_reason,
        overridden_forecasts.override_owner,
        expected_forecasts.horizon,
        overridden_forecasts.forecast_units,
        overridden_forecasts.model_forecast_units,
        overridden_forecasts.baseline_forecast_units,
        overridden_forecasts.override_units,
        overridden_forecasts.forecast_units_p10,
        overridden_forecasts.forecast_units_p90,
        active_products.highest_month_units,
        last_year.demand_units as last_year_units,
        previous_release.forecast_units as previous_forecast_units,
        overridden_forecasts.is_fallback,
        expected_forecasts.cutoff_month,
        expected_forecasts.target_month,
        latest_released.latest_released_cutoff_month

    from expected_forecasts

    inner join active_products
        on
            expected_forecasts.product_id = active_products.product_id
            and expected_forecasts.cutoff_month = active_products.cutoff_month

    cross join latest_released

    left join overridden_forecasts
        on
            expected_forecasts.product_id = overridden_forecasts.product_id
            and expected_forecasts.cutoff_month = overridden_forecasts.cutoff_month
            and expected_forecasts.horizon = overridden_forecasts.horizon

    left join demand_monthly as last_year
        on
            expected_forecasts.product_id = last_year.product_id
            and last_year.demand_month
            = {{ add_months('expected_forecasts.target_month', -12) }}

    left join previous_release
        on
            expected_forecasts.product_id = previous_release.product_id
            and expected_forecasts.target_month
            = {{ add_months('previous_release.cutoff_month', 'previous_release.horizon') }}
            and previous_release.cutoff_month
            = {{ add_months('expected_forecasts.cutoff_month', -1) }}

    where
        expected_forecasts.cutoff_kind = 'production'
        and expected_forecasts.horizon <= {{ var('released_horizons') }}

)

select * from candidates
