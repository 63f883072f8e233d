{# SHA-256 of a text, as hexadecimal text. #}
{% macro text_sha256(expression) -%}
    {{ return(adapter.dispatch('text_sha256')(expression)) }}
{%- endmacro %}

{% macro duckdb__text_sha256(expression) -%}
    sha256({{ expression }})
{%- endmacro %}
