{# What candidates are compared by: where most months are empty wape rewards forecasting nothing. #}
{% macro criterion(demand_class) -%}
    case when {{ demand_class }} in ('intermittent', 'lumpy') then 'total_rmse' else 'wape' end
{%- endmacro %}
