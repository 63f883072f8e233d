{{ config(materialized='view') }}

with

backtest_errors as (

    select * from {{ ref('ml_backtest_errors') }}

),

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

candidates as (

    select
        candidate,
        product_id,
        product_group,
        demand_class,
        horizon,
        forecast_units,
        baseline_forecast_units,
        cast(null as double) as forecast_units_p10,
        cast(null as double) as forecast_units_p90,
        sold_units,
        demand_units,
        naive_scale,
        naive_square_scale,
        is_fallback,
        cutoff_month,
        target_month

    from backtest_errors

    where cutoff_kind = 'reported'

),

champion as (

    select
        'champion' as candidate,
        champion_forecasts.product_id,
        champion_forecasts.product_group,
        champion_forecasts.demand_class,
        champion_forecasts.horizon,
        champion_forecasts.forecast_units,
        champion_forecasts.baseline_forecast_units,
        champion_forecasts.forecast_units_p10,
        champion_forecasts.forecast_units_p90,
        backtest_errors.sold_units,
        backtest_errors.demand_units,
        backtest_errors.naive_scale,
        backtest_errors.naive_square_scale,
        champion_forecasts.is_fallback,
        champion_forecasts.cutoff_month,
        champion_forecasts.target_month

    from champion_forecasts

    inner join backtest_errors
        on
            champion_forecasts.product_id = backtest_errors.product_id
            and champion_forecasts.cutoff_month = backtest_errors.cutoff_month
            and champion_forecasts.horizon = backtest_errors.horizon
            and backtest_errors.candidate = '{{ baseline() }}'

    where champion_forecasts.cutoff_kind = 'reported'

),

unioned as (

    select * from candidates

    union all

    select * from champion

)

select * from unioned
