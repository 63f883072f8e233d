{# SHA-256 of the texts of a group of rows, in the order of a column. #}
{% macro text_digest(expression, order_by) -%}
    {{ text_sha256(dbt.listagg(expression, "'|'", 'order by ' ~ order_by)) }}
{%- endmacro %}
