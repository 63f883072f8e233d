{# Branches of a case: why the product of a line cannot be used. #}
{% macro product_reasons(lines, known_product) -%}
    when {{ lines }}.product_id is null then 'missing product'
    when {{ known_product }} is null then 'unknown product'
{%- endmacro %}
