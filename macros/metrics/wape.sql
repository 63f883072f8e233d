{# sum(abs(forecast - actual)) / sum(abs(actual))
   share of the actual units, best 0; null where the actuals sum to 0. #}
{% macro wape(forecast, actual) -%}
    sum(abs({{ forecast }} - {{ actual }})) / nullif(sum(abs({{ actual }})), 0)
{%- endmacro %}
