with

segment_scores as (

    select * from {{ ref('ml_segment_scores') }}

),

allowed_candidates as (

    select * from {{ ref('int_allowed_candidates') }}

),

judged as (

    -- Forecasting next to nothing can win on error alone, so a biased candidate cannot.
    select
        allowed_candidates.policy,
        segment_scores.*,
        baselines.wape as baseline_wape,
        baselines.loss as baseline_loss,
        segment_scores.is_baseline
        or (
            segment_scores.loss <= (1 - {{ var('min_gain') }}) * baselines.loss
            and abs(segment_scores.bias) <= greatest(
                {{ var('max_bias') }},
                abs(baselines.bias) + {{ var('max_bias_above_baseline') }}
            )
        ) as is_eligible

    from segment_scores

    inner join allowed_candidates on segment_scores.candidate = allowed_candidates.candidate

    inner join segment_scores as baselines
        on
            segment_scores.cutoff_month = baselines.cutoff_month
            and segment_scores.product_group = baselines.product_group
            and segment_scores.demand_class = baselines.demand_class
            and baselines.is_baseline

),

with_best as (

    select
        *,
        min(loss) over (
            partition by cutoff_month, product_group, demand_class, policy
        ) as best_loss

    from judged

    where is_eligible

),

ranked as (

    -- Of those that are about as good as the best, the simplest; the baseline only where no
    -- other is eligible.
    select
        *,
        row_number() over (
            partition by cutoff_month, product_group, demand_class, policy
            order by
                case when loss <= (1 + {{ var('tie_margin') }}) * best_loss then 0 else 1 end,
                is_baseline,
                simplicity_rank
        ) as preference

    from with_best

)

select * from ranked
where preference = 1
