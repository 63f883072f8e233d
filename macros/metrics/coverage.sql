{# mean(lower <= actual <= upper)
   share of the actuals inside, best: the nominal level; rows without an interval do not count. #}
{% macro coverage(lower, upper, actual) -%}
    avg(
        case
            when {{ lower }} is null or {{ upper }} is null then null
            when {{ actual }} between {{ lower }} and {{ upper }} then 1.0
            else 0.0
        end
    )
{%- endmacro %}
