{# A month moved by a number of months (negative: back), as a date. #}
{% macro add_months(month, months) -%}
    cast({{ dbt.dateadd('month', months, month) }} as date)
{%- endmacro %}
