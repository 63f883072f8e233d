with

scored_forecasts as (

    select * from {{ ref('int_scored_forecasts') }}

),

by_horizon as (

    -- Decimals, because their sums do not depend on the order of the rows.
    select
        basis,
        candidate,
        product_id,
        product_group,
        demand_class,
        cast(horizon as varchar) as horizon,
        cast(forecast_units as decimal(28, 6)) as forecast_units,
        cast(baseline_forecast_units as decimal(28, 6)) as baseline_forecast_units,
        forecast_units_p10,
        forecast_units_p90,
        cast(sold_units as decimal(28, 6)) as sold_units,
        cast(demand_units as decimal(28, 6)) as demand_units,
        naive_scale,
        is_fallback,
        cutoff_month,
        target_month

    from scored_forecasts

),

totals as (

    -- The total over the released months of one cutoff, in the month in which it is known. Its
    -- quantiles are not the sums of the months' quantiles, and the scale is that of one month: it
    -- has neither here.
    select
        basis,
        candidate,
        product_id,
        product_group,
        demand_class,
        'total' as horizon,
        sum(cast(forecast_units as decimal(28, 6))) as forecast_units,
        sum(cast(baseline_forecast_units as decimal(28, 6))) as baseline_forecast_units,
        cast(null as double) as forecast_units_p10,
        cast(null as double) as forecast_units_p90,
        sum(cast(sold_units as decimal(28, 6))) as sold_units,
        sum(cast(demand_units as decimal(28, 6))) as demand_units,
        cast(null as double) as naive_scale,
        max(is_fallback) as is_fallback,
        cutoff_month,
        max(target_month) as target_month

    from scored_forecasts

    group by basis, candidate, product_id, product_group, demand_class, cutoff_month

    having count(*) = {{ var('released_horizons') }}

),

unioned as (

    select * from by_horizon

    union all

    select * from totals

)

select * from unioned
