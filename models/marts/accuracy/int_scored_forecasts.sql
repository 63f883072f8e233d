with

scored_backtest as (

    select * from {{ ref('int_scored_backtest') }}

),

released_steps as (

    select * from {{ ref('int_released_steps') }}

),

unioned as (

    select
        'backtest' as basis,
        candidate,
        cast(null as varchar) as step,
        cast(null as varchar) as owner,
        product_id,
        product_group,
        demand_class,
        horizon,
        forecast_units,
        baseline_forecast_units,
        cast(null as double) as step_before_units,
        forecast_units_p10,
        forecast_units_p90,
        sold_units,
        demand_units,
        naive_scale,
        naive_square_scale,
        is_fallback,
        cutoff_month,
        target_month
    from scored_backtest

    union all

    select
        'release' as basis,
        candidate,
        step,
        owner,
        product_id,
        product_group,
        demand_class,
        horizon,
        forecast_units,
        baseline_forecast_units,
        step_before_units,
        forecast_units_p10,
        forecast_units_p90,
        sold_units,
        demand_units,
        naive_scale,
        naive_square_scale,
        is_fallback,
        cutoff_month,
        target_month
    from released_steps

),

of_released_horizons as (

    -- Decimals, because their sums do not depend on the order of the rows.
    select
        basis,
        candidate,
        step,
        owner,
        product_id,
        product_group,
        demand_class,
        horizon,
        cast(forecast_units as decimal(28, 6)) as forecast_units,
        cast(baseline_forecast_units as decimal(28, 6)) as baseline_forecast_units,
        cast(step_before_units as decimal(28, 6)) as step_before_units,
        cast(forecast_units_p10 as decimal(28, 6)) as forecast_units_p10,
        cast(forecast_units_p90 as decimal(28, 6)) as forecast_units_p90,
        cast(sold_units as decimal(28, 6)) as sold_units,
        cast(demand_units as decimal(28, 6)) as demand_units,
        naive_scale,
        naive_square_scale,
        is_fallback,
        cutoff_month,
        target_month

    from unioned

    where horizon <= {{ var('released_horizons') }}

)

select * from of_released_horizons
