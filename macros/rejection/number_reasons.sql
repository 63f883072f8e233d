{# Branches of a case: why a number of units cannot be used. #}
{% macro number_reasons(lines, column, name) -%}
    when {{ lines }}.{{ column }} is null and {{ is_unreadable(lines, column) }}
        then 'unparseable {{ name }}'
    when {{ lines }}.{{ column }} is null then 'missing {{ name }}'
    when isinf({{ lines }}.{{ column }}) then 'infinite {{ name }}'
    when abs({{ lines }}.{{ column }}) >= {{ var('absurd_quantity') }} then 'absurd {{ name }}'
{%- endmacro %}
