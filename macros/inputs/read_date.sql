{# The date of a value as it is written: of a stamp with a time zone, the date in front. #}
{% macro read_date(column) -%}
    {{ try_cast('left(trim(cast(' ~ column ~ ' as varchar)), 10)', 'date') }}
{%- endmacro %}
