{# A group's interval is learned from how far groups have strayed, in spreads of independent
   products: what moves all of them together is then in it. #}

with

group_totals as (

    select * from {{ ref('int_group_totals') }}

),

deviations as (

    select
        horizon,
        (actual_units - forecast_units) / nullif(spread_units, 0) as deviation,
        target_month

    from group_totals

    where actual_units is not null

),

cutoffs as (

    select distinct
        horizon,
        cutoff_month

    from group_totals

),

quantiles as (

    select
        cutoffs.horizon,
        cutoffs.cutoff_month,
        percentile_cont(0.1) within group (order by deviations.deviation) as deviation_p10,
        percentile_cont(0.9) within group (order by deviations.deviation) as deviation_p90

    from cutoffs

    inner join deviations
        on
            cutoffs.horizon = deviations.horizon
            and cutoffs.cutoff_month >= deviations.target_month

    group by cutoffs.horizon, cutoffs.cutoff_month

    having count(deviations.deviation) >= {{ var('min_interval_errors') }}

),

spread as (

    select
        group_totals.product_group,
        group_totals.horizon,
        round(group_totals.forecast_units, 4) as forecast_units,
        round(group_totals.baseline_forecast_units, 4)
            as baseline_forecast_units,
        case
            when quantiles.deviation_p10 is not null
                then round(greatest(
                    0,
                    group_totals.forecast_units
                    + group_totals.spread_units * quantiles.deviation_p10
                ), 4)
        end as forecast_units_p10,
        case
            when quantiles.deviation_p90 is not null
                then round(greatest(
                    0,
                    group_totals.forecast_units
                    + group_totals.spread_units * quantiles.deviation_p90
                ), 4)
        end as forecast_units_p90,
        group_totals.actual_units,
        group_totals.last_year_units,
        group_totals.is_released,
        group_totals.cutoff_month,
        group_totals.target_month

    from group_totals

    left join quantiles
        on
            group_totals.horizon = quantiles.horizon
            and group_totals.cutoff_month = quantiles.cutoff_month

)

select * from spread
