{# sqrt(mean((forecast - actual)^2 / naive_square_scale)), naive_square_scale: in-sample mean (y_t - y_t-1)^2 at the cutoff (Makridakis et al. 2022)
   best 0; rows without a scale do not count. #}
{% macro rmsse(forecast, actual, naive_square_scale) -%}
    sqrt(avg(power({{ forecast }} - {{ actual }}, 2) / nullif({{ naive_square_scale }}, 0)))
{%- endmacro %}
