{# So many times (bound_times) as far as the past has ever gone: what is told in times is raised to
   that power, a share multiplied by it. What can be held against an earlier release is, however
   short the history that came with this input. #}

with

past_figures as (

    select * from {{ ref('int_past_figures') }}

),

previous_release as (

    select * from {{ ref('previous_release') }}

),

released as (

    select count(*) > 0 as has_released from previous_release

),

held as (

    -- Where nothing is learned a figure against a release has the least past that there can be.
    select
        past_figures.*,
        case
            when past_figures.cutoff_count >= {{ var('min_bound_cutoffs') }}
                then past_figures.past_figure
            when not released.has_released then null
            when past_figures.check_name = 'release_totals_near_previous'
                then {{ var('least_times') }}
            when past_figures.check_name = 'release_catalogue_has_not_shrunk'
                then {{ var('least_share') }}
        end as held_figure

    from past_figures

    cross join released

),

bounded as (

    select
        check_name,
        product_group,
        figure,
        round(case
            when held_figure is null then null
            when product_count is null
                then greatest(
                    case
                        when check_name like 'release_totals_%' then {{ var('least_times') }}
                        else 1 + {{ var('least_share') }}
                    end,
                    power(held_figure, {{ var('bound_times') }})
                )
            else greatest(
                {{ var('least_share') }}, 2.0 / product_count,
                held_figure * {{ var('bound_times') }}
            )
        end, 6) as bound

    from held

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
