{# Stops where no forecast could come of the input: no line, no date, no product, no month. #}
{% macro refuse_unusable_input(folder) %}
    {% set product_count = run_query(
        "select count(*) from raw.products where coalesce(cast(product_id as varchar), '') <> ''"
    ).columns[0].values()[0] %}
    {% if product_count == 0 %}
        {% do refuse("table products in '" ~ folder ~ "' holds no product (column product_id).") %}
    {% endif %}
    {% set sale_date = read_date('sale_date') %}
    {% set sales = run_query(
        "select count(*) as line_count, count(usable_date) as dated_count, "
        ~ "min(usable_date) as first_date, max(usable_date) as latest_date, "
        ~ "max(date_text) as date_example, "
        ~ "max(" ~ month_of('usable_date') ~ ") > min(" ~ month_of('usable_date') ~ ") "
        ~ "or max(usable_date) = last_day(max(usable_date)) as has_complete_month "
        ~ "from (select cast(sale_date as varchar) as date_text, case when " ~ sale_date
        ~ " between " ~ text_literal(var('earliest_sale_date')) ~ " and "
        ~ text_literal(run_started_at.strftime('%Y-%m-%d')) ~ " then " ~ sale_date
        ~ " end as usable_date from raw.daily_sales)"
    ).rows[0] %}
    {% if sales['line_count'] == 0 %}
        {% do refuse("table daily_sales in '" ~ folder ~ "' holds no line.") %}
    {% elif sales['dated_count'] == 0 %}
        {% do refuse(
            "table daily_sales in '" ~ folder ~ "', column sale_date: no value is a date "
            ~ "(YYYY-MM-DD) between " ~ var('earliest_sale_date') ~ " and today; one of them is '"
            ~ sales['date_example'] ~ "'."
        ) %}
    {% elif not sales['has_complete_month'] %}
        {% do refuse(
            "table daily_sales in '" ~ folder ~ "', column sale_date: no complete month; the "
            ~ "sales go from " ~ sales['first_date'] ~ " to " ~ sales['latest_date'] ~ "."
        ) %}
    {% endif %}
{% endmacro %}
