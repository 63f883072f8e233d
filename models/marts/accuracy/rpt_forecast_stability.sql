with

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

reported as (

    -- Decimals, because their sums do not depend on the order of the rows.
    select
        product_id,
        product_group,
        demand_class,
        candidate,
        horizon,
        cast(forecast_units as decimal(28, 6)) as forecast_units,
        cast(baseline_forecast_units as decimal(28, 6)) as baseline_forecast_units,
        target_month

    from champion_forecasts

    where cutoff_kind = 'reported'

),

paired as (

    select
        latest.product_group,
        latest.demand_class,
        latest.horizon,
        latest.forecast_units,
        latest.baseline_forecast_units,
        earlier.forecast_units as earlier_forecast_units,
        earlier.baseline_forecast_units as earlier_baseline_forecast_units,
        latest.candidate <> earlier.candidate as is_of_other_candidate,
        latest.target_month

    from reported as latest

    inner join reported as earlier
        on
            latest.product_id = earlier.product_id
            and latest.target_month = earlier.target_month
            and latest.horizon + 1 = earlier.horizon

    where latest.horizon <= {{ var('released_horizons') }}

),

grouped as (

    select
        coalesce(product_group, 'all') as product_group,
        coalesce(demand_class, 'all') as demand_class,
        horizon,
        round({{ movement('forecast_units', 'earlier_forecast_units') }}, 6) as movement,
        round({{ movement('baseline_forecast_units', 'earlier_baseline_forecast_units') }}, 6)
            as baseline_movement,
        round(cast(sum(abs(forecast_units - earlier_forecast_units)) as double), 4)
            as moved_units,
        round(cast(
            sum(abs(baseline_forecast_units - earlier_baseline_forecast_units)) as double
        ), 4) as baseline_moved_units,
        round(cast(sum(forecast_units) as double), 4) as forecast_units,
        round(cast(sum(baseline_forecast_units) as double), 4) as baseline_forecast_units,
        count(*) as forecasts,
        count(case when is_of_other_candidate then 1 end) as candidate_changes,
        target_month

    from paired

    group by grouping sets ( -- noqa: PRS
        (target_month, horizon, product_group, demand_class),
        (target_month, horizon, product_group),
        (target_month, horizon, demand_class),
        (target_month, horizon)
    )

)

select * from grouped
