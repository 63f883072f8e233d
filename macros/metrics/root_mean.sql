{# (mean of roots)^2: a mean that no giant decides, nearer to the mean of skewed levels than the
   median. Decimals, because their mean does not depend on the order of the rows. #}
{% macro root_mean(units) -%}
    round(power(avg(cast(sqrt({{ units }}) as decimal(28, 6))), 2), 6)
{%- endmacro %}
