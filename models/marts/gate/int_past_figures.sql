{# A group is not held to less than groups usually go to, or one that was quiet by luck would be
   blocked by its first movement. #}

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
        figures.check_name,
        figures.product_group,
        figures.figure,
        greatest(coalesce(furthest.figure, 0), usual.figure) as past_figure,
        figures.product_count,
        coalesce(usual.cutoff_count, 0) as cutoff_count

    from figures

    left join furthest
        on
            figures.check_name = furthest.check_name
            and figures.product_group = furthest.product_group

    left join usual on figures.check_name = usual.check_name

    where figures.months_before_production = 0

)

select * from measured
