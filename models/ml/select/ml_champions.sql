with

active_products as (

    select * from {{ ref('int_active_products') }}

),

segment_choices as (

    select * from {{ ref('ml_segment_choices') }}

),

segments as (

    select distinct
        product_group,
        demand_class,
        cutoff_month

    from active_products

),

champions as (

    select
        segments.product_group,
        segments.demand_class,
        coalesce(segment_choices.candidate, '{{ baseline() }}') as candidate,
        segment_choices.evidence_product_group,
        segment_choices.evidence_demand_class,
        segment_choices.criterion,
        case
            when segment_choices.candidate is null then 'too little history'
            when segment_choices.is_baseline then 'no candidate beats the baseline'
            else 'beats the baseline'
        end as reason,
        segment_choices.error_count,
        segment_choices.loss,
        segment_choices.baseline_loss,
        segment_choices.wape,
        segment_choices.baseline_wape,
        segment_choices.bias,
        segments.cutoff_month

    from segments

    left join segment_choices
        on
            segments.cutoff_month = segment_choices.cutoff_month
            and segments.product_group = segment_choices.product_group
            and segments.demand_class = segment_choices.demand_class

)

select * from champions
