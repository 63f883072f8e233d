{# The champion's forecasts at past cutoffs, and what was released at the latest. #}
{{ config(materialized='view') }}

with

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

forecasts as (

    select * from {{ ref('fct_forecasts') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

released as (

    -- After a withdrawal it may be of an earlier month than the latest.
    select min(cutoff_month) as released_month from forecasts

),

unioned as (

    select
        champion_forecasts.product_id,
        champion_forecasts.product_group,
        champion_forecasts.horizon,
        champion_forecasts.forecast_units,
        champion_forecasts.baseline_forecast_units,
        champion_forecasts.forecast_units_p10,
        champion_forecasts.forecast_units_p90,
        false as is_released,
        champion_forecasts.cutoff_month,
        champion_forecasts.target_month
    from champion_forecasts
    cross join released
    where
        champion_forecasts.horizon <= {{ var('released_horizons') }}
        and champion_forecasts.cutoff_kind <> 'production'
        and champion_forecasts.cutoff_month
        < coalesce(released.released_month, cast('9999-12-01' as date))

    union all

    select
        product_id,
        product_group,
        horizon,
        forecast_units,
        baseline_forecast_units,
        forecast_units_p10,
        forecast_units_p90,
        true as is_released,
        cutoff_month,
        target_month
    from forecasts

),

compared as (

    select
        unioned.*,
        demand_monthly.sold_units,
        last_year.sold_units as last_year_units

    from unioned

    left join demand_monthly
        on
            unioned.product_id = demand_monthly.product_id
            and unioned.target_month = demand_monthly.demand_month

    left join demand_monthly as last_year
        on
            unioned.product_id = last_year.product_id
            and {{ add_months('unioned.target_month', -12) }} = last_year.demand_month

)

select * from compared
