{# naive_scale, the product's own mean absolute month-to-month change; where there is none (no
   history, or one without a change) the forecast itself; null where both are nothing.
   units; what deviations of products of different size are divided by. #}
{% macro spread_scale(naive_scale, forecast) -%}
    coalesce(nullif({{ naive_scale }}, 0), nullif({{ forecast }}, 0))
{%- endmacro %}
