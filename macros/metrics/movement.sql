{# sum(abs(forecast - earlier_forecast)) / sum(forecast), earlier_forecast: of the same target month, one cutoff before
   share of the forecast units, best 0; null where the forecasts sum to 0. #}
{% macro movement(forecast, earlier_forecast) -%}
    sum(abs({{ forecast }} - {{ earlier_forecast }})) / nullif(sum({{ forecast }}), 0)
{%- endmacro %}
