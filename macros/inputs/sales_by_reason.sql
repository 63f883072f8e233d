{# Select of the sales lines of the input by the reason to reject them: counts, an example, and
   the dates of those that are accepted (no reason). #}
{% macro sales_by_reason() -%}
    select
        rejection_reason,
        count(*) as line_count,
        min(
            case
                when rejection_reason is not null
                    then concat(source_file, ': ', {{ values_text('source_values') }})
            end
        ) as example,
        count(case when quantity > 0 then 1 end) as sale_count,
        min(case when quantity > 0 then sale_date end) as first_date,
        max(sale_date) as latest_date,
        max(sale_date) >= last_day(min(case when quantity > 0 then sale_date end))
        or max(extract(day from sale_date)) = 1 as has_whole_month
    from (
        select
            sales.*,
            {{ sale_rejection_reason('sales', 'products.product_id') }} as rejection_reason
        from raw.daily_sales as sales
        left join (
            select distinct product_id from raw.products where field_problem is null
        ) as products on sales.product_id = products.product_id
    )
    group by rejection_reason
    order by line_count desc, rejection_reason
{%- endmacro %}
