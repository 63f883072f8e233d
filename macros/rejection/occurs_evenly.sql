{# Whether each combination of the columns occurs an even number of times in a group of rows. #}
{% macro occurs_evenly(columns) -%}
    {{ return(adapter.dispatch('occurs_evenly')(columns)) }}
{%- endmacro %}

{% macro duckdb__occurs_evenly(columns) -%}
    bit_xor({{ row_hash(columns) }}) = 0
{%- endmacro %}
