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
        case
            when evidence.criterion = 'wape' then candidate_scores.wape
            else candidate_scores.total_rmse
        end as loss

    from evidence

    inner join candidate_scores
        on
            evidence.cutoff_month = candidate_scores.cutoff_month
            and evidence.evidence_product_group = candidate_scores.product_group
            and evidence.evidence_demand_class = candidate_scores.demand_class

    inner join candidates on candidate_scores.candidate = candidates.candidate

),

judged as (

    -- Forecasting next to nothing can win on error alone, so a biased candidate cannot.
    select
        measured.*,
        baselines.wape as baseline_wape,
        baselines.loss as baseline_loss,
        measured.is_baseline
        or (
            measured.loss <= (1 - {{ var('min_gain') }}) * baselines.loss
            and abs(measured.bias) <= greatest(
                {{ var('max_bias') }},
                abs(baselines.bias) + {{ var('max_bias_above_baseline') }}
            )
        ) as is_eligible

    from measured

    inner join measured as baselines
        on
            measured.cutoff_month = baselines.cutoff_month
            and measured.product_group = baselines.product_group
            and measured.demand_class = baselines.demand_class
            and baselines.is_baseline

),

with_best as (

    select
        *,
        min(loss) over (partition by cutoff_month, product_group, demand_class) as best_loss

    from judged

    where is_eligible

),

ranked as (

    -- Of those that are about as good as the best, the simplest; the baseline only where no
    -- other is eligible.
    select
        *,
        row_number() over (
            partition by cutoff_month, product_group, demand_class
            order by
                case when loss <= (1 + {{ var('tie_margin') }}) * best_loss then 0 else 1 end,
                is_baseline,
                simplicity_rank
        ) as preference

    from with_best

)

select * from ranked
where preference = 1
