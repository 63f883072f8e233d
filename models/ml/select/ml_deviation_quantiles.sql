{% set levels = ([0.1, 0.9] + var('total_quantile_levels')) | unique | sort %}

with

champions as (

    select * from {{ ref('ml_champions') }}

),

span_errors as (

    select * from {{ ref('ml_span_errors') }}

),

champion_candidates as (

    select distinct
        candidate,
        cutoff_month

    from champions

),

known as (

    select
        champion_candidates.candidate,
        champion_candidates.cutoff_month,
        span_errors.demand_class,
        span_errors.first_horizon,
        span_errors.last_horizon,
        span_errors.scaled_deviation

    from champion_candidates

    inner join span_errors
        on
            champion_candidates.candidate = span_errors.candidate
            and champion_candidates.cutoff_month >= span_errors.last_target_month
            and span_errors.last_target_month
            > {{ add_months('champion_candidates.cutoff_month', -var('selection_months')) }}

),

quantiles as (

    select
        candidate,
        coalesce(demand_class, 'all') as demand_class,
        first_horizon,
        last_horizon,
        count(*) as deviation_count,
        {% for level in levels -%}
            round(
                percentile_cont({{ level }}) within group (order by scaled_deviation), 6
            ) as deviation_{{ quantile_name(level) }},
        {% endfor -%}
        cutoff_month

    from known

    group by grouping sets ( -- noqa: PRS
        (cutoff_month, candidate, demand_class, first_horizon, last_horizon),
        (cutoff_month, candidate, first_horizon, last_horizon)
    )

)

select * from quantiles
where deviation_count >= {{ var('min_interval_errors') }}
