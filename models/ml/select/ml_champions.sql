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

evident as (

    select
        *,
        case
            when product_group <> 'all' then 1
            when demand_class <> 'all' then 2
            else 3
        end as width

    from segment_choices

    where
        error_count >= {{ var('min_segment_errors') }}
        and month_count >= {{ var('min_segment_months') }}
        and wape is not null

),

candidates as (

    -- Too little evidence in the segment: its class, then all products.
    select
        segments.product_group,
        segments.demand_class,
        segments.cutoff_month,
        evident.candidate,
        evident.product_group as evidence_product_group,
        evident.demand_class as evidence_demand_class,
        evident.reason,
        evident.error_count,
        evident.wape,
        evident.baseline_wape,
        evident.bias,
        row_number() over (
            partition by segments.cutoff_month, segments.product_group, segments.demand_class
            order by evident.width
        ) as preference

    from segments

    left join evident
        on
            segments.cutoff_month = evident.cutoff_month
            and evident.product_group in (segments.product_group, 'all')
            and evident.demand_class in (segments.demand_class, 'all')

),

champions as (

    select
        product_group,
        demand_class,
        coalesce(candidate, '{{ baseline() }}') as candidate,
        evidence_product_group,
        evidence_demand_class,
        coalesce(reason, 'too little history') as reason,
        error_count,
        wape,
        baseline_wape,
        bias,
        cutoff_month

    from candidates

    where preference = 1

)

select * from champions
