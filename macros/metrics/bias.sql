{# sum(forecast - actual) / sum(actual)
   share of the actual units, best 0, positive: too high; null where the actuals sum to 0. #}
{% macro bias(forecast, actual) -%}
    sum({{ forecast }} - {{ actual }}) / nullif(sum({{ actual }}), 0)
{%- endmacro %}
