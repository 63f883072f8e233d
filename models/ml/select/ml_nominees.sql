{# Where nothing can be chosen a mean of methods is the least bet. It needs a year of sales, without
   which no method knows a season. #}
{% set means = candidates_with_training('members') %}

with

active_products as (

    select * from {{ ref('int_active_products') }}

),

segment_choices as (

    select * from {{ ref('ml_segment_choices') }}

),

allowed_candidates as (

    select * from {{ ref('int_allowed_candidates') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

segments as (

    select distinct
        active_products.product_group,
        active_products.demand_class,
        {{ dbt.datediff(
            'last_complete_month.first_sale_month', 'active_products.cutoff_month', 'month'
        ) }} + 1 as known_months,
        active_products.cutoff_month

    from active_products

    cross join last_complete_month

),

nominees as (

    select
        policies.policy,
        segments.product_group,
        segments.demand_class,
        case
            when segments.known_months < {{ var('min_ensemble_months') }} then '{{ baseline() }}'
            else coalesce(segment_choices.candidate, means.candidate, '{{ baseline() }}')
        end as candidate,
        segment_choices.evidence_product_group,
        segment_choices.evidence_demand_class,
        segment_choices.criterion,
        case
            when segments.known_months < {{ var('min_ensemble_months') }} then 'too little history'
            when segment_choices.candidate is null then 'too little evidence'
            when segment_choices.is_baseline then 'no candidate beats the baseline'
            else 'beats the baseline'
        end as reason,
        segment_choices.error_count,
        segment_choices.loss,
        segment_choices.wape,
        segment_choices.bias,
        segment_choices.baseline_loss,
        segment_choices.baseline_wape,
        segments.cutoff_month

    from segments

    -- The baseline is allowed under every policy.
    inner join allowed_candidates as policies on policies.candidate = '{{ baseline() }}'

    left join allowed_candidates as means
        on
            policies.policy = means.policy
            and means.candidate = '{{ means[0] if means }}'

    left join segment_choices
        on
            policies.policy = segment_choices.policy
            -- Errors made before a year was known say nothing of those to come.
            and case
                when
                    segments.known_months
                    >= {{ var('min_ensemble_months') + var('selection_months') }}
                    then segments.cutoff_month
            end
            = segment_choices.cutoff_month
            and segments.product_group = segment_choices.product_group
            and segments.demand_class = segment_choices.demand_class

)

select * from nominees
