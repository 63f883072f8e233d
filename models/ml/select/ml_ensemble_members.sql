{% set ensemble = var('candidates')['ensemble']['parameters'] %}

with

active_products as (

    select * from {{ ref('int_active_products') }}

),

evidence as (

    select * from {{ ref('ml_evidence') }}

),

single_scores as (

    select * from {{ ref('ml_single_scores') }}

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
        case
            when evidence.criterion = 'wape' then single_scores.wape
            else single_scores.total_rmse
        end as loss,
        segments.cutoff_month

    from segments

    cross join members

    left join evidence
        on
            segments.cutoff_month = evidence.cutoff_month
            and segments.product_group = evidence.product_group
            and segments.demand_class = evidence.demand_class

    left join single_scores
        on
            evidence.cutoff_month = single_scores.cutoff_month
            and evidence.evidence_product_group = single_scores.product_group
            and evidence.evidence_demand_class = single_scores.demand_class
            and members.candidate = single_scores.candidate

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
