with

scored_backtest as (

    select * from {{ ref('int_scored_backtest') }}

),

scored_releases as (

    select * from {{ ref('int_scored_releases') }}

),

unioned as (

    select
        'backtest' as basis,
        candidate,
        product_id,
        product_group,
        demand_class,
        horizon,
        forecast_units,
        baseline_forecast_units,
        forecast_units_p10,
        forecast_units_p90,
        sold_units,
        demand_units,
        naive_scale,
        is_fallback,
        cutoff_month,
        target_month
    from scored_backtest

    union all

    select
        'release' as basis,
        'champion' as candidate,
        product_id,
        product_group,
        demand_class,
        horizon,
        forecast_units,
        baseline_forecast_units,
        forecast_units_p10,
        forecast_units_p90,
        sold_units,
        demand_units,
        naive_scale,
        is_fallback,
        cutoff_month,
        target_month
    from scored_releases

),

of_released_horizons as (

    select * from unioned
    where horizon <= {{ var('released_horizons') }}

)

select * from of_released_horizons
