{# Whether a line holds a value of the column that could not be read. #}
{% macro is_unreadable(lines, column) -%}
    coalesce(concat(',', {{ lines }}.unreadable_columns, ',') like '%,{{ column }},%', false)
{%- endmacro %}
