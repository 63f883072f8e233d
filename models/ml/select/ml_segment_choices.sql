with

candidate_scores as (

    select * from {{ ref('ml_candidate_scores') }}

),

candidates as (

    select * from {{ ref('ml_candidates') }}

),

judged as (

    -- Forecasting next to nothing can win on error alone, so a biased candidate cannot.
    select
        scores.*,
        candidates.simplicity_rank,
        baselines.wape as baseline_wape,
        scores.candidate = '{{ baseline() }}' as is_baseline,
        scores.candidate = '{{ baseline() }}'
        or (
            scores.wape <= (1 - {{ var('min_gain') }}) * baselines.wape
            and abs(scores.bias) <= greatest(
                {{ var('max_bias') }},
                abs(baselines.bias) + {{ var('max_bias_above_baseline') }}
            )
        ) as is_eligible

    from candidate_scores as scores

    inner join candidates on scores.candidate = candidates.candidate

    inner join candidate_scores as baselines
        on
            scores.cutoff_month = baselines.cutoff_month
            and scores.product_group = baselines.product_group
            and scores.demand_class = baselines.demand_class
            and baselines.candidate = '{{ baseline() }}'

),

with_best as (

    select
        *,
        min(case when is_eligible then wape end) over (
            partition by cutoff_month, product_group, demand_class
        ) as best_wape

    from judged

),

ranked as (

    -- Of those that are about as good as the best, the simplest; the baseline only where no
    -- other is eligible.
    select
        *,
        row_number() over (
            partition by cutoff_month, product_group, demand_class
            order by
                case when wape <= (1 + {{ var('tie_margin') }}) * best_wape then 0 else 1 end,
                simplicity_rank
        ) as preference

    from with_best

    where is_eligible

),

chosen as (

    select
        candidate,
        product_group,
        demand_class,
        case
            when is_baseline then 'no candidate beats the baseline'
            else 'beats the baseline'
        end as reason,
        error_count,
        month_count,
        wape,
        baseline_wape,
        bias,
        cutoff_month

    from ranked

    where preference = 1

)

select * from chosen
