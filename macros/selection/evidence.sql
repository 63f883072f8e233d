{#
    Whose errors decide for a segment, the narrowest that are enough: its own, those of its class,
    those of all products, of which so many are enough.
#}
{% macro evidence(scores, min_errors) -%}
    with

    active_products as (

        select * from {{ ref('int_active_products') }}

    ),

    scores as (

        select * from {{ scores }}

    ),

    segments as (

        select distinct
            product_group,
            demand_class,
            cutoff_month

        from active_products

    ),

    evident as (

        -- The errors are as many for every candidate.
        select
            *,
            case
                when product_group <> 'all' then 1
                when demand_class <> 'all' then 2
                else 3
            end as width

        from scores

        where
            candidate = '{{ baseline() }}'
            and month_count >= {{ var('min_segment_months') }}
            and wape is not null
            and (
                error_count >= {{ var('min_segment_errors') }}
                or (demand_class = 'all' and error_count >= {{ min_errors }})
            )

    ),

    ranked as (

        -- Too little evidence in the segment: its class, then all products.
        select
            segments.product_group,
            segments.demand_class,
            evident.product_group as evidence_product_group,
            evident.demand_class as evidence_demand_class,
            {{ criterion('segments.demand_class') }} as criterion,
            segments.cutoff_month,
            row_number() over (
                partition by segments.cutoff_month, segments.product_group, segments.demand_class
                order by evident.width
            ) as preference

        from segments

        inner join evident
            on
                segments.cutoff_month = evident.cutoff_month
                and evident.product_group in (segments.product_group, 'all')
                and evident.demand_class in (segments.demand_class, 'all')

    ),

    narrowest as (

        select
            product_group,
            demand_class,
            evidence_product_group,
            evidence_demand_class,
            criterion,
            cutoff_month

        from ranked

        where preference = 1

    )

    select * from narrowest
{%- endmacro %}
