{# The model that judges the lines of each input table. #}
{% macro line_models() %}
    {{ return({
        'daily_sales': 'int_sales_lines',
        'open_orders': 'int_open_order_lines',
        'overrides': 'int_override_lines',
        'planned_events': 'int_planned_event_lines',
        'products': 'int_product_lines',
        'stock_levels': 'int_stock_lines'
    }) }}
{% endmacro %}
