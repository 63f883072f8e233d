{# So many times (bound_times) as far as the past has ever gone: what is told in times is raised to
   that power, a share multiplied by it. A group is not held to less than groups usually go to, or
   one that was quiet by luck would be blocked by its first movement. #}

with

figures as (

    select * from {{ ref('int_release_figures') }}

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
        round(case
            when coalesce(cutoff_count, 0) < {{ var('min_bound_cutoffs') }} then null
            when product_count is null
                then greatest(
                    {{ var('least_times') }}, power(past_figure, {{ var('bound_times') }})
                )
            else greatest(
                {{ var('least_share') }}, 2.0 / product_count,
                past_figure * {{ var('bound_times') }}
            )
        end, 6) as bound

    from measured

),

ranked as (

    select
        *,
        row_number() over (
            partition by check_name
            order by coalesce(figure / bound, 0) desc, figure desc, product_group asc
        ) as place

    from bounded

)

select * from ranked
where place = 1
