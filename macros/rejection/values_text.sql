{# The values of a line as they stand in the file, as JSON text. #}
{% macro values_text(source_values) -%}
    {{ return(adapter.dispatch('values_text')(source_values)) }}
{%- endmacro %}

{% macro duckdb__values_text(source_values) -%}
    cast(to_json({{ source_values }}) as varchar)
{%- endmacro %}
