{# mean(value < bound)
   share of the rows, best: what the bound promises; rows without a value or a bound do not count. #}
{% macro share_below(value, bound) -%}
    avg(
        case
            when {{ value }} < {{ bound }} then 1.0
            when {{ value }} >= {{ bound }} then 0.0
        end
    )
{%- endmacro %}
