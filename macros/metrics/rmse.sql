{# sqrt(mean((forecast - actual)^2))
   units, pooled over products, best 0: it weighs large errors, and forecasting nothing does not win it. #}
{% macro rmse(forecast, actual) -%}
    sqrt(avg(power({{ forecast }} - {{ actual }}, 2)))
{%- endmacro %}
