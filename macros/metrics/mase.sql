{# mean(abs(forecast - actual) / naive_scale), naive_scale: in-sample mean abs(y_t - y_t-1) at the cutoff (Hyndman and Koehler 2006)
   best 0, under 1: better than the naive method in sample; rows without a scale do not count. #}
{% macro mase(forecast, actual, naive_scale) -%}
    avg(abs({{ forecast }} - {{ actual }}) / nullif({{ naive_scale }}, 0))
{%- endmacro %}
