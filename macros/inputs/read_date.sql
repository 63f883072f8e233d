{# The date of a value as it is written: YYYY-MM-DD, alone or in front of a time. #}
{% macro read_date(column) -%}
    {%- set text = 'trim(cast(' ~ column ~ ' as varchar))' -%}
    case
        when left({{ text }}, 1) between '0' and '9' and substr({{ text }}, 11, 1) in ('', ' ', 'T')
            then {{ try_cast('left(' ~ text ~ ', 10)', 'date') }}
    end
{%- endmacro %}
