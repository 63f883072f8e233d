{# The past is judged like what is to be released: what was usual then bounds what is now. #}

with

release_candidates as (

    select * from {{ ref('release_candidates') }}

),

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

unioned as (

    select
        product_id,
        product_group,
        demand_class,
        horizon,
        0 as months_before_production,
        model_forecast_units as forecast_units,
        baseline_forecast_units,
        previous_forecast_units as released_units,
        cutoff_month,
        target_month
    from release_candidates

    union all

    select
        champion_forecasts.product_id,
        champion_forecasts.product_group,
        champion_forecasts.demand_class,
        champion_forecasts.horizon,
        cutoffs.months_before_production,
        champion_forecasts.forecast_units,
        champion_forecasts.baseline_forecast_units,
        cast(null as double) as released_units,
        champion_forecasts.cutoff_month,
        champion_forecasts.target_month
    from champion_forecasts

    inner join cutoffs
        on
            champion_forecasts.cutoff_month = cutoffs.cutoff_month
            and cutoffs.months_before_production between 1 and {{ var('bound_cutoffs') }}

    where champion_forecasts.horizon <= {{ var('released_horizons') }}

)

select * from unioned
