{# Stops where no forecast could come of the input: no line, no date, no sale, no whole month. #}
{% macro refuse_unusable_input(folder) %}
    {% set product_count = run_query(
        "select count(*) from raw.products where coalesce(cast(product_id as varchar), '') <> ''"
    ).columns[0].values()[0] %}
    {% if product_count == 0 %}
        {% do refuse("table products in '" ~ folder ~ "' holds no product (column product_id).") %}
    {% endif %}
    {% set sales = run_query(
        'select count(*) as line_count, count(case when is_dated then 1 end) as dated_count, '
        ~ 'count(case when is_dated and is_sale then usable_date end) as sale_count, '
        ~ 'min(case when is_dated and is_sale then usable_date end) as first_date, '
        ~ 'max(case when is_dated then usable_date end) as latest_date, '
        ~ 'max(case when is_dated then extract(day from usable_date) end) = 1 as is_monthly, '
        ~ 'max(date_text) as date_example, '
        ~ 'max(case when usable_date is null then product_text end) as product_example, '
        ~ 'latest_date >= last_day(first_date) as covers_a_month from ('
        ~ usable_sales() ~ ')'
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
    {% elif not (sales['covers_a_month'] or sales['is_monthly']) %}
        {% do refuse(
            table ~ ', column sale_date: no complete month; the sales go from '
            ~ sales['first_date'] ~ ' to ' ~ sales['latest_date'] ~ '.'
        ) %}
    {% endif %}
{% endmacro %}
