{# The quantile at a place, counted from 1, among those that quantiles found. #}
{% macro quantile_at(found, place) -%}
    {{ return(adapter.dispatch('quantile_at')(found, place)) }}
{%- endmacro %}

{% macro duckdb__quantile_at(found, place) -%}
    {{ found }}[{{ place }}]
{%- endmacro %}
