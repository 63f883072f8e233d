{# Stops where no forecast could come of the input: no line, no date, no sale, no whole month. #}
{% macro refuse_unusable_input(folder) %}
    {% set product_count = run_query(
        "select count(*) from raw.products where coalesce(cast(product_id as varchar), '') <> ''"
    ).columns[0].values()[0] %}
    {% if product_count == 0 %}
        {% do refuse("table products in '" ~ folder ~ "' holds no product (column product_id).") %}
    {% endif %}
    {% set sales = run_query(
        "select count(*) as line_count, count(sale_date) as dated_count, "
        ~ "count(case when is_sale then sale_date end) as sale_count, "
        ~ "min(case when is_sale then sale_date end) as first_date, "
        ~ "max(sale_date) as latest_date, "
        ~ "max(sale_date) >= last_day(min(case when is_sale then sale_date end)) "
        ~ "as has_complete_month, max(date_text) as date_example, "
        ~ "max(case when not is_sale then product_text end) as product_example from ("
        ~ usable_sales() ~ ")"
    ).rows[0] %}
    {% set table = "table daily_sales in '" ~ folder ~ "'" %}
    {% if sales['line_count'] == 0 %}
        {% do refuse(table ~ ' holds no line.') %}
    {% elif sales['dated_count'] == 0 %}
        {% do refuse(
            table ~ ', column sale_date: no value is a date (YYYY-MM-DD) between '
            ~ var('earliest_sale_date') ~ " and today; one of them is '"
            ~ sales['date_example'] ~ "'."
        ) %}
    {% elif sales['sale_count'] == 0 %}
        {% do refuse(
            table ~ ', columns product_id and quantity: no line has a product of the table '
            ~ "products and a positive quantity; one product_id is '"
            ~ sales['product_example'] ~ "'."
        ) %}
    {% elif not sales['has_complete_month'] %}
        {% do refuse(
            table ~ ', column sale_date: no complete month; the sales go from '
            ~ sales['first_date'] ~ ' to ' ~ sales['latest_date'] ~ '.'
        ) %}
    {% endif %}
{% endmacro %}
