with

sales_lines as (

    select * from {{ ref('int_sales_lines') }}

),

product_lines as (

    select * from {{ ref('int_product_lines') }}

),

rejected_sales as (

    select
        'daily_sales' as table_name,
        rejection_reason,
        product_id,
        sale_line_id,
        sale_date_text,
        quantity_text,
        cast(null as varchar) as product_name,
        cast(null as varchar) as product_group,
        source_file

    from sales_lines

    where rejection_reason is not null

),

rejected_products as (

    select
        'products' as table_name,
        rejection_reason,
        product_id,
        cast(null as varchar) as sale_line_id,
        cast(null as varchar) as sale_date_text,
        cast(null as varchar) as quantity_text,
        product_name,
        product_group,
        source_file

    from product_lines

    where rejection_reason is not null

),

unioned as (

    select * from rejected_sales

    union all

    select * from rejected_products

)

select * from unioned
