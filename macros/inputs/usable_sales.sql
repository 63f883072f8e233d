{# Select of all sales lines: the date where it can be used, and whether the line is a sale. #}
{% macro usable_sales() -%}
    select
        cast(sale_date as varchar) as date_text,
        cast(product_id as varchar) as product_text,
        case
            when
                {{ read_date('sale_date') }} between {{ text_literal(var('earliest_sale_date')) }}
                and {{ text_literal(run_started_at.strftime('%Y-%m-%d')) }}
                then {{ read_date('sale_date') }}
        end as sale_date,
        coalesce({{ try_cast('quantity', 'double') }} > 0, false)
        and cast(product_id as varchar) in (
            select cast(products.product_id as varchar) from raw.products as products
        ) as is_sale
    from raw.daily_sales
{%- endmacro %}
