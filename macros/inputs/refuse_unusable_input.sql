{#
    Stops where no forecast, or a misleading one, could come of the input: no line, no product, no
    sale, no whole month, or too many lines that cannot be used.
#}
{% macro refuse_unusable_input(place) %}
    {% set product_count = run_query(
        'select count(product_id) from raw.products where field_problem is null'
    ).columns[0].values()[0] %}
    {% if product_count == 0 %}
        {% do refuse("table products in " ~ place ~ " holds no product (column product_id).") %}
    {% endif %}
    {% set table = "table daily_sales in " ~ place %}
    {% set by_reason = run_query(sales_by_reason()).rows %}
    {% if not by_reason %}
        {% do refuse(table ~ ' holds no line.') %}
    {% endif %}
    {% do refuse_rejected_share(table, by_reason) %}
    {% set sales = by_reason | selectattr('rejection_reason', 'none') | list %}
    {% if not sales or sales[0]['sale_count'] == 0 %}
        {% do refuse(
            table ~ ', columns product_id and quantity: no line has a product of the table '
            ~ 'products and a positive quantity.'
        ) %}
    {% elif not sales[0]['has_whole_month'] %}
        {% do refuse(
            table ~ ', column sale_date: no complete month; the sales go from '
            ~ sales[0]['first_date'] ~ ' to ' ~ sales[0]['latest_date'] ~ '.'
        ) %}
    {% endif %}
{% endmacro %}
