{# Select of the spans of months whose units are forecast: each horizon alone, and the months
   from the first to each horizon together. #}
{% macro spans() -%}
    {% set pairs = [] -%}
    {% for last in range(1, var('max_horizon') + 1) -%}
        {% for first in ([1] if last == 1 else [1, last]) -%}
            {% do pairs.append((first, last)) -%}
        {% endfor -%}
    {% endfor -%}
    {% for first, last in pairs -%}
        select
            {{ first }} as first_horizon,
            {{ last }} as last_horizon
        {%- if not loop.last %} union all {% endif %}
    {% endfor -%}
{%- endmacro %}
