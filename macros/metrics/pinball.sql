{# sum(max(level * (actual - quantile), (level - 1) * (actual - quantile))) / sum(abs(actual)) (Koenker and Bassett 1978)
   share of the actual units, best 0; rows without a quantile do not count. #}
{% macro pinball(quantile, actual, level) -%}
    sum(
        case
            when {{ actual }} >= {{ quantile }} then {{ level }} * ({{ actual }} - {{ quantile }})
            else (1 - {{ level }}) * ({{ quantile }} - {{ actual }})
        end
    ) / nullif(sum(case when {{ quantile }} is not null then abs({{ actual }}) end), 0)
{%- endmacro %}
