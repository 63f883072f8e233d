{% set numbers = [
    'forecast_units', 'model_forecast_units', 'baseline_forecast_units', 'forecast_units_p10',
    'forecast_units_p90'
] %}

{# Of each check the condition on a row; it is passed if none meets it. #}
{% set conditions = {
    'release_is_complete': 'forecast_units is null or baseline_forecast_units is null',
    'release_numbers_are_sane': 'is_insane',
    'release_intervals_are_ordered': 'forecast_units is not null and not coalesce('
        ~ 'forecast_units_p10 >= 0 and forecast_units_p10 <= forecast_units_p90, false)',
    'release_is_what_the_models_said': 'is_changed',
} %}

with

release_candidates as (

    select * from {{ ref('release_candidates') }}

),

changed_forecasts as (

    select * from {{ ref('int_changed_forecasts') }}

),

flagged as (

    select
        release_candidates.*,
        coalesce(
            {% for number in numbers -%}
                release_candidates.{{ number }} < 0
                or isinf(release_candidates.{{ number }})
                or isnan(release_candidates.{{ number }})
                {%- if not loop.last %} or {% endif %}
            {% endfor %}, false
        ) as is_insane,
        changed_forecasts.product_id is not null as is_changed

    from release_candidates

    left join changed_forecasts
        on
            release_candidates.product_id = changed_forecasts.product_id
            and release_candidates.horizon = changed_forecasts.horizon

),

counted as (

    {% for check_name, condition in conditions.items() -%}
        select
            '{{ check_name }}' as check_name,
            min(case when {{ condition }} then product_id end) as product_id,
            cast(count(case when {{ condition }} then 1 end) as double) as figure,
            cast(0 as double) as bound
        from flagged

        union all

    {% endfor -%}

    select
        'release_has_candidates' as check_name,
        cast(null as varchar) as product_id,
        case when max(model_forecast_units) > 0 then 0 else 1 end as figure,
        0 as bound
    from release_candidates

    union all

    select
        'release_is_not_older' as check_name,
        cast(null as varchar) as product_id,
        greatest(0, coalesce({{ dbt.datediff(
            'max(cutoff_month)', 'max(latest_released_cutoff_month)', 'month'
        ) }}, 0)) as figure,
        0 as bound
    from release_candidates

    {% if var('expected_month') -%}
        union all

        select
            'release_is_of_the_expected_month' as check_name,
            cast(null as varchar) as product_id,
            abs({{ dbt.datediff(
                "cast('" ~ var('expected_month') ~ "' as date)", 'max(cutoff_month)', 'month'
            ) }}) as figure,
            0 as bound
        from release_candidates
    {%- endif %}

)

select * from counted
