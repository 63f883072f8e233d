{# The median of a column over a window, given by its text. #}
{% macro running_median(column, window) -%}
    {{ return(adapter.dispatch('running_median')(column, window)) }}
{%- endmacro %}

{% macro duckdb__running_median(column, window) -%}
    median({{ column }}) over ({{ window }})
{%- endmacro %}
