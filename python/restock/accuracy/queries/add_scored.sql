with

-- The rows that all are scored on: of the baseline, as it is scored in the warehouse.
halves as (
    select
        cutoff_month,
        case ntile(2) over (order by cutoff_month) when 1 then 'older' else 'newer' end as half
    from (
        select distinct cutoff_month
        from built.ml.ml_backtest_errors
        where cutoff_kind = 'reported'
    )
),

errors as (
    select errors.*, halves.half
    from built.ml.ml_backtest_errors as errors
    inner join halves on errors.cutoff_month = halves.cutoff_month
    where errors.horizon <= $horizons
),

scope as (
    select * exclude (candidate, forecast_units) from errors where candidate = $baseline
),

forecasts as (
    select candidate, product_id, cutoff_month, horizon, forecast_units, null as p10, null as p90
    from errors

    union all

    select
        'champion', product_id, cutoff_month, horizon, forecast_units, forecast_units_p10,
        forecast_units_p90
    from built.ml.ml_champion_forecasts

    union all

    -- Where a reference has no forecast, the baseline stands in, as for any candidate.
    select
        names.candidate, scope.product_id, scope.cutoff_month, scope.horizon,
        coalesce(made.forecast_units, scope.baseline_forecast_units), null, null
    from scope
    cross join (select distinct candidate from reference_forecasts) as names
    left join reference_forecasts as made
        on
            names.candidate = made.candidate
            and scope.product_id = made.product_id
            and scope.cutoff_month = made.cutoff_month
            and scope.horizon = made.horizon
),

by_horizon as (
    select
        forecasts.candidate, scope.product_id, scope.product_group, scope.demand_class, scope.half,
        cast(scope.horizon as varchar) as horizon, forecasts.forecast_units,
        scope.baseline_forecast_units, forecasts.p10, forecasts.p90, scope.sold_units,
        scope.naive_scale, scope.naive_square_scale, scope.cutoff_month
    from scope
    inner join forecasts
        on
            scope.product_id = forecasts.product_id
            and scope.cutoff_month = forecasts.cutoff_month
            and scope.horizon = forecasts.horizon
),

-- Joins are by equal columns alone: other conditions make them slow.
totals_of_champion as (
    select
        'champion' as candidate, product_id, cutoff_month, forecast_units_p10, forecast_units_p90
    from built.ml.ml_forecast_totals
    where total_months = $horizons
),

-- The total of a cutoff all of whose months are scored. The scale is that of one month.
totals as (
    select
        by_horizon.candidate, by_horizon.product_id, by_horizon.product_group,
        by_horizon.demand_class, by_horizon.half, 'total' as horizon,
        sum(by_horizon.forecast_units) as forecast_units,
        sum(by_horizon.baseline_forecast_units) as baseline_forecast_units,
        any_value(of_champion.forecast_units_p10) as p10,
        any_value(of_champion.forecast_units_p90) as p90,
        sum(by_horizon.sold_units) as sold_units, null as naive_scale, null as naive_square_scale,
        by_horizon.cutoff_month
    from by_horizon
    left join totals_of_champion as of_champion
        on
            by_horizon.candidate = of_champion.candidate
            and by_horizon.product_id = of_champion.product_id
            and by_horizon.cutoff_month = of_champion.cutoff_month
    group by
        by_horizon.candidate, by_horizon.product_id, by_horizon.product_group,
        by_horizon.demand_class, by_horizon.half, by_horizon.cutoff_month
    having count(*) = $horizons
),

unioned as (
    select * from by_horizon
    union all
    select * from totals
)

insert into scored
select
    $data_set, unioned.* replace (
        coalesce(unioned.p10, of_baseline.p10) as p10, coalesce(unioned.p90, of_baseline.p90) as p90
    )
from unioned
left join baseline_intervals as of_baseline
    on
        unioned.candidate = of_baseline.candidate
        and unioned.product_id = of_baseline.product_id
        and unioned.cutoff_month = of_baseline.cutoff_month
        and unioned.horizon = of_baseline.horizon
