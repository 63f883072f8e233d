with

fallback_forecasts as (

    select * from {{ ref('ml_fallback_forecasts') }}

),

candidates as (

    select candidate from {{ ref('ml_candidates') }}

),

forecasts as (

    select * from {{ ref('ml_forecasts') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

known as (

    -- A launch that has not sold yet has no month of demand: it has sold nothing.
    select
        fallback_forecasts.*,
        coalesce(demand_monthly.sold_units, 0) as sold_units,
        coalesce(demand_monthly.demand_units, 0) as demand_units

    from fallback_forecasts

    inner join last_complete_month
        on fallback_forecasts.target_month <= last_complete_month.last_complete_month

    left join demand_monthly
        on
            fallback_forecasts.product_id = demand_monthly.product_id
            and fallback_forecasts.target_month = demand_monthly.demand_month

    where
        coalesce(demand_monthly.is_listed, true)
        and coalesce(demand_monthly.known_in_stock_share, 1) >= {{ var('scored_in_stock_share') }}

),

scored as (

    -- The same rows for all candidates: where one has no forecast, it is scored on what would
    -- be released in its place. A cold start comes before what it says; the baseline is heard
    -- all the same, as the others are held against it.
    select
        candidates.candidate,
        known.product_id,
        known.product_group,
        known.demand_class,
        known.cutoff_kind,
        known.horizon,
        coalesce(forecasts.forecast_units, known.forecast_units) as forecast_units,
        known.baseline_forecast_units,
        known.sold_units,
        known.demand_units,
        known.naive_scale,
        known.naive_square_scale,
        forecasts.forecast_units is null as is_fallback,
        known.candidate = 'cold_start' as is_cold_start,
        known.cutoff_month,
        known.target_month

    from known

    cross join candidates

    left join forecasts
        on
            case
                when known.candidate <> 'cold_start' or candidates.candidate = '{{ baseline() }}'
                    then candidates.candidate
            end = forecasts.candidate
            and known.product_id = forecasts.product_id
            and known.cutoff_month = forecasts.cutoff_month
            and known.horizon = forecasts.horizon

)

select * from scored
