{# Twice as far (bound_times) as the past has ever gone: what is told in times is raised to that
   power, a share multiplied by it. A group is not held to less than what groups usually go to. #}
{% set shares = ['share', 'catalogue'] %}

with

figures as (

    {% for kind in ['total', 'shift'] + shares -%}
        select
            check_name,
            product_group,
            figure,
            {{ 'product_count' if kind in shares else 'cast(null as bigint)' }} as product_count,
            months_before_production,
            cutoff_month
        from {{ ref('int_' ~ kind ~ '_figures') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

furthest as (

    select
        check_name,
        product_group,
        count(*) as cutoff_count,
        max(figure) as figure

    from figures

    where months_before_production > 0

    group by check_name, product_group

),

usual as (

    select
        check_name,
        max(cutoff_count) as cutoff_count,
        avg(figure) as figure

    from furthest

    group by check_name

),

measured as (

    select
        figures.*,
        usual.cutoff_count,
        greatest(coalesce(furthest.figure, 0), usual.figure) as past_figure

    from figures

    left join furthest
        on
            figures.check_name = furthest.check_name
            and figures.product_group = furthest.product_group

    left join usual on figures.check_name = usual.check_name

    where figures.months_before_production = 0

),

bounded as (

    select
        check_name,
        product_group,
        figure,
        case
            when coalesce(cutoff_count, 0) < {{ var('min_bound_cutoffs') }} then null
            when product_count is null then greatest(
                1 + {{ var('least_bound') }}, power(past_figure, {{ var('bound_times') }})
            )
            else greatest(
                {{ var('least_bound') }}, 2.0 / product_count,
                past_figure * {{ var('bound_times') }}
            )
        end as bound

    from measured

),

ranked as (

    select
        *,
        row_number() over (
            partition by check_name
            order by coalesce(figure / bound, 0) desc, figure desc, product_group
        ) as place

    from bounded

)

select * from ranked
where place = 1
