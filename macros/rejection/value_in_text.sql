{# The value of a column out of the text that values_text makes. #}
{% macro value_in_text(source_line, column) -%}
    {{ return(adapter.dispatch('value_in_text')(source_line, column)) }}
{%- endmacro %}

{% macro duckdb__value_in_text(source_line, column) -%}
    json_extract_string({{ source_line }}, {{ column }})
{%- endmacro %}
