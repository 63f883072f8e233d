with

candidate_scores as (

    select * from {{ ref('ml_candidate_scores') }}

),

below_floor as (

    -- Only where wape is what tells, and not where the baseline errs as much: there is nothing
    -- better to fall back to.
    select
        own_scores.candidate,
        own_scores.product_group,
        own_scores.demand_class,
        own_scores.wape,
        baseline_scores.wape as baseline_wape,
        own_scores.cutoff_month

    from candidate_scores as own_scores

    inner join candidate_scores as baseline_scores
        on
            own_scores.cutoff_month = baseline_scores.cutoff_month
            and own_scores.product_group = baseline_scores.product_group
            and own_scores.demand_class = baseline_scores.demand_class

    where
        baseline_scores.candidate = '{{ baseline() }}'
        and own_scores.product_group <> 'all'
        and {{ criterion('own_scores.demand_class') }} = 'wape'
        and own_scores.error_count >= {{ var('min_member_errors') }}
        and own_scores.wape > greatest({{ var('max_wape') }}, baseline_scores.wape)

)

select * from below_floor
