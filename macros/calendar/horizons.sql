{# Select of the horizons 1 to max_horizon, one row each. #}
{% macro horizons() -%}
    {% for horizon in range(1, var('max_horizon') + 1) -%}
        select {{ horizon }} as horizon
        {%- if not loop.last %} union all {% endif %}
    {% endfor -%}
{%- endmacro %}
