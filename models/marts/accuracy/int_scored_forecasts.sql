with

backtest_errors as (

    select * from {{ ref('ml_backtest_errors') }}

),

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

forecast_accuracy as (

    select * from {{ ref('fct_forecast_accuracy') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

products_as_of as (

    select * from {{ ref('int_products_as_of') }}

),

release_events as (

    select * from {{ ref('fct_release_events') }}

),

backtest_candidates as (

    select
        'backtest' as basis,
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
        cutoff_month,
        target_month

    from backtest_errors

    where cutoff_kind = 'reported'

),

backtest_champion as (

    select
        'backtest' as basis,
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

released as (

    select
        'release' as basis,
        'champion' as candidate,
        forecast_accuracy.product_id,
        forecast_accuracy.product_group,
        forecast_accuracy.demand_class,
        forecast_accuracy.horizon,
        forecast_accuracy.forecast_units,
        forecast_accuracy.baseline_forecast_units,
        forecast_accuracy.forecast_units_p10,
        forecast_accuracy.forecast_units_p90,
        forecast_accuracy.first_known_units as sold_units,
        demand_monthly.demand_units,
        products_as_of.naive_scale,
        forecast_accuracy.cutoff_month,
        forecast_accuracy.target_month,
        row_number() over (
            partition by
                forecast_accuracy.product_id,
                forecast_accuracy.cutoff_month,
                forecast_accuracy.horizon
            order by forecast_accuracy.release_number desc
        ) as recency

    from forecast_accuracy

    left join demand_monthly
        on
            forecast_accuracy.product_id = demand_monthly.product_id
            and forecast_accuracy.target_month = demand_monthly.demand_month

    left join products_as_of
        on
            forecast_accuracy.product_id = products_as_of.product_id
            and forecast_accuracy.cutoff_month = products_as_of.cutoff_month

    left join release_events
        on
            forecast_accuracy.release_id = release_events.release_id
            and release_events.event = 'withdrawn'

    where
        forecast_accuracy.is_scored
        and release_events.release_id is null

),

unioned as (

    select * from backtest_candidates

    union all

    select * from backtest_champion

    union all

    select * exclude (recency) from released
    where recency = 1

)

select * from unioned
where horizon <= {{ var('released_horizons') }}
