{# One row for each of the names in a text with commas. #}
{% macro each_name(names) -%}
    {{ return(adapter.dispatch('each_name')(names)) }}
{%- endmacro %}

{% macro duckdb__each_name(names) -%}
    unnest(string_split({{ names }}, ','))
{%- endmacro %}
