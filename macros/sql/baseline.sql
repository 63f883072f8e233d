{# The candidate that the others have to beat. #}
{% macro baseline() -%}
    weighted_moving_average
{%- endmacro %}
