{% set ensemble = var('candidates')['ensemble']['parameters'] %}

with

active_products as (

    select * from {{ ref('int_active_products') }}

),

member_evidence as (

    select * from {{ ref('ml_member_evidence') }}

),

member_scores as (

    select * from {{ ref('ml_member_scores') }}

),

segments as (

    select distinct
        product_group,
        demand_class,
        cutoff_month

    from active_products

),

members as (

    {% for member in ensemble['members'] -%}
        select '{{ member }}' as candidate
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

measured as (

    select
        members.candidate,
        segments.product_group,
        segments.demand_class,
        {{ loss('member_evidence.criterion', 'member_scores') }} as loss,
        segments.cutoff_month

    from segments

    cross join members

    left join member_evidence
        on
            segments.cutoff_month = member_evidence.cutoff_month
            and segments.product_group = member_evidence.product_group
            and segments.demand_class = member_evidence.demand_class

    left join member_scores
        on
            member_evidence.cutoff_month = member_scores.cutoff_month
            and member_evidence.evidence_product_group = member_scores.product_group
            and member_evidence.evidence_demand_class = member_scores.demand_class
            and members.candidate = member_scores.candidate

),

with_best as (

    select
        *,
        min(loss) over (partition by cutoff_month, product_group, demand_class) as best_loss

    from measured

),

chosen as (

    -- Without evidence all of them.
    select
        candidate,
        product_group,
        demand_class,
        loss,
        cutoff_month

    from with_best

    where loss is null or loss <= (1 + {{ ensemble['margin'] }}) * best_loss

)

select * from chosen
