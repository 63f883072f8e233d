{# Of several findings about a product the first in this order counts. #}
{% set references = ['others_units', 'previous_units', 'recent_units', 'last_year_units'] %}

with

judged_releases as (

    select * from {{ ref('int_judged_releases') }}

),

held_against as (

    select
        *,
        greatest(
            {% for reference in references -%}
                coalesce({{ reference }}, 0) {%- if not loop.last %}, {% endif %}
            {% endfor %}
        ) as most_units,
        least(
            {% for reference in references -%}
                coalesce({{ reference }}, 1e18) {%- if not loop.last %}, {% endif %}
            {% endfor %}
        ) as least_units,
        least(
            {% for reference in references -%}
                coalesce(abs(model_units - {{ reference }}), 1e18)
                {%- if not loop.last %}, {% endif %}
            {% endfor %}
        ) as nearest_units_apart

    from judged_releases

),

found as (

    select
        *,
        case
            when is_copy then 'copy of the previous release'
            when is_failed_fit then 'failed fit'
            when is_far_off and model_units > most_units then 'far above all references'
            when is_far_off and model_units < least_units then 'far below all references'
            when is_far_off then 'months far from all references'
            when is_far_override then 'override far from the model'
            when is_cold_start then 'cold start'
        end as reason

    from held_against

),

weighed as (

    select
        *,
        case
            when is_copy or is_failed_fit then 'urgent'
            when is_far_off and distance > 2 * distance_bound then 'urgent'
            when is_far_off or is_far_override then 'required'
            else 'informational'
        end as urgency,
        case
            when reason in ('far above all references', 'far below all references')
                then nearest_units_apart
            when reason like 'override %' then abs(forecast_units - model_units)
            else forecast_units
        end as units_at_stake

    from found

    where reason is not null

)

select * from weighed
