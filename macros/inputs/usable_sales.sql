{# Select of all sales lines: the date, where the line can be used, and whether it is a sale. #}
{% macro usable_sales() -%}
    {%- set date = read_date('sale_date') -%}
    {%- set quantity = try_cast('quantity', 'double') -%}
    select
        cast(sale_date as varchar) as date_text,
        cast(product_id as varchar) as product_text,
        {{ date }} between {{ text_literal(var('earliest_sale_date')) }}
        and {{ text_literal(run_started_at.strftime('%Y-%m-%d')) }} as is_dated,
        case
            when
                cast(product_id as varchar) in (
                    select cast(products.product_id as varchar) from raw.products as products
                )
                and abs({{ quantity }}) < {{ var('absurd_quantity') }}
                then {{ date }}
        end as usable_date,
        coalesce({{ quantity }} > 0, false) as is_sale
    from raw.daily_sales
{%- endmacro %}
