with

evidence as (

    select * from {{ ref('ml_evidence') }}

),

candidate_scores as (

    select * from {{ ref('ml_candidate_scores') }}

),

candidates as (

    select * from {{ ref('ml_candidates') }}

),

measured as (

    select
        evidence.*,
        candidate_scores.candidate,
        candidates.simplicity_rank,
        candidate_scores.candidate = '{{ baseline() }}' as is_baseline,
        candidate_scores.error_count,
        candidate_scores.wape,
        candidate_scores.bias,
        {{ loss('evidence.criterion', 'candidate_scores') }} as loss

    from evidence

    inner join candidate_scores
        on
            evidence.cutoff_month = candidate_scores.cutoff_month
            and evidence.evidence_product_group = candidate_scores.product_group
            and evidence.evidence_demand_class = candidate_scores.demand_class

    inner join candidates on candidate_scores.candidate = candidates.candidate

)

select * from measured
