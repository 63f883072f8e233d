with

scored_forecasts as (

    select * from {{ ref('int_scored_forecasts') }}

),

forecast_totals as (

    select * from {{ ref('ml_forecast_totals') }}

),

totals as (

    -- Known in the last of the released months.
    select
        basis,
        candidate,
        max(step) as step,
        max(owner) as owner,
        product_id,
        product_group,
        demand_class,
        sum(forecast_units) as forecast_units,
        sum(baseline_forecast_units) as baseline_forecast_units,
        sum(step_before_units) as step_before_units,
        sum(sold_units) as sold_units,
        sum(demand_units) as demand_units,
        max(is_fallback) as is_fallback,
        cutoff_month,
        max(target_month) as target_month

    from scored_forecasts

    group by basis, candidate, product_id, product_group, demand_class, cutoff_month

    having count(*) = {{ var('released_horizons') }}

),

intervals as (

    -- The quantiles of a total are its own, not the sums of the months'; a release has none.
    select
        'backtest' as basis,
        'champion' as candidate,
        product_id,
        cast(forecast_units_p10 as decimal(28, 6)) as forecast_units_p10,
        cast(forecast_units_p90 as decimal(28, 6)) as forecast_units_p90,
        cutoff_month

    from forecast_totals

    where total_months = {{ var('released_horizons') }}

),

with_intervals as (

    -- The scales are those of single months.
    select
        totals.basis,
        totals.candidate,
        totals.step,
        totals.owner,
        totals.product_id,
        totals.product_group,
        totals.demand_class,
        totals.forecast_units,
        totals.baseline_forecast_units,
        totals.step_before_units,
        intervals.forecast_units_p10,
        intervals.forecast_units_p90,
        totals.sold_units,
        totals.demand_units,
        cast(null as double) as naive_scale,
        cast(null as double) as naive_square_scale,
        totals.is_fallback,
        totals.cutoff_month,
        totals.target_month

    from totals

    left join intervals
        on
            totals.basis = intervals.basis
            and totals.candidate = intervals.candidate
            and totals.product_id = intervals.product_id
            and totals.cutoff_month = intervals.cutoff_month

)

select * from with_intervals
