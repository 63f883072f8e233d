{# Of several findings about a product the first in this order is shown. Cold starts are listed as
   far as there is room. #}
{% set references = ['others_units', 'previous_units', 'recent_units', 'last_year_units'] %}

with

judged_releases as (

    select * from {{ ref('int_judged_releases') }}

),

products as (

    select * from {{ ref('int_products') }}

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
        ) as units_apart

    from judged_releases

),

judged as (

    select
        *,
        case
            when is_changed then 'not what the model said'
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

valued as (

    select
        judged.*,
        case
            when judged.is_changed or judged.is_copy or judged.is_failed_fit then 'urgent'
            when judged.is_far_off and judged.distance > 2 * judged.distance_bound then 'urgent'
            when judged.is_far_off or judged.is_far_override then 'required'
            else 'informational'
        end as urgency,
        products.unit_cost * case
            when judged.reason like '%all references' then judged.units_apart
            when judged.reason like 'override%'
                then abs(judged.forecast_units - judged.model_units)
            else judged.forecast_units
        end as value_at_stake

    from judged

    inner join products on judged.product_id = products.product_id

),

ranked as (

    select
        *,
        count(*) over () as product_count,
        row_number() over (
            order by
                case
                    when reason is null then 3
                    when urgency = 'informational' then 2
                    else 1
                end,
                coalesce(value_at_stake, 0) desc,
                product_id
        ) as place

    from valued

),

listed as (

    select
        product_id,
        product_group,
        reason,
        urgency,
        cast(null as varchar) as comment,
        round(forecast_units, 4) as forecast_units,
        round(last_year_units, 4) as last_year_units,
        round(previous_units, 4) as previous_units,
        round(value_at_stake, 2) as value_at_stake,
        cutoff_month

    from ranked

    where
        reason is not null
        and (
            urgency <> 'informational'
            or place <= ceil({{ var('listed_share') }} * product_count)
        )

)

select * from listed
