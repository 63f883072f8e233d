with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

candidates as (

    select candidate from {{ ref('ml_candidates') }}

),

forecasts as (

    select * from {{ ref('ml_forecasts') }}

),

cold_starts as (

    select * from {{ ref('ml_cold_start_forecasts') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

known as (

    -- The same rows for all candidates: where one has no forecast, it is scored on what would
    -- be released in its place.
    select
        expected_forecasts.*,
        demand_monthly.sold_units,
        demand_monthly.demand_units

    from expected_forecasts

    inner join demand_monthly
        on
            expected_forecasts.product_id = demand_monthly.product_id
            and expected_forecasts.target_month = demand_monthly.demand_month

    where
        demand_monthly.is_listed
        and coalesce(demand_monthly.in_stock_share, 1) >= {{ var('scored_in_stock_share') }}

),

with_baseline as (

    select
        known.*,
        active_products.naive_scale,
        active_products.naive_square_scale,
        coalesce(baselines.forecast_units, cold_starts.forecast_units) as baseline_forecast_units

    from known

    inner join active_products
        on
            known.product_id = active_products.product_id
            and known.cutoff_month = active_products.cutoff_month

    left join forecasts as baselines
        on
            known.product_id = baselines.product_id
            and known.cutoff_month = baselines.cutoff_month
            and known.horizon = baselines.horizon
            and baselines.candidate = '{{ baseline() }}'

    left join cold_starts
        on
            known.product_id = cold_starts.product_id
            and known.cutoff_month = cold_starts.cutoff_month
            and known.horizon = cold_starts.horizon

),

scored as (

    select
        candidates.candidate,
        with_baseline.product_id,
        with_baseline.product_group,
        with_baseline.demand_class,
        with_baseline.cutoff_kind,
        with_baseline.horizon,
        coalesce(
            forecasts.forecast_units, with_baseline.baseline_forecast_units
        ) as forecast_units,
        with_baseline.baseline_forecast_units,
        with_baseline.sold_units,
        with_baseline.demand_units,
        with_baseline.naive_scale,
        with_baseline.naive_square_scale,
        forecasts.forecast_units is null as is_fallback,
        with_baseline.cutoff_month,
        with_baseline.target_month

    from with_baseline

    cross join candidates

    left join forecasts
        on
            candidates.candidate = forecasts.candidate
            and with_baseline.product_id = forecasts.product_id
            and with_baseline.cutoff_month = forecasts.cutoff_month
            and with_baseline.horizon = forecasts.horizon

)

select * from scored
