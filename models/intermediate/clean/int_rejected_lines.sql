with

sales_lines as (

    select * from {{ ref('int_sales_lines') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

kept_products as (

    select * from {{ ref('int_products') }}

),

rejected_sales as (

    select
        'daily_sales' as table_name,
        rejection_reason,
        product_id,
        sale_date_text,
        quantity_text,
        sale_line_id,
        source_file

    from sales_lines

    where rejection_reason is not null

),

products_without_id as (

    select
        'products' as table_name,
        'missing product' as rejection_reason,
        product_id,
        cast(null as varchar) as sale_date_text,
        cast(null as varchar) as quantity_text,
        cast(null as varchar) as sale_line_id,
        source_file

    from products

    where product_id is null

),

repeated_products as (

    select
        'products' as table_name,
        'repeated product' as rejection_reason,
        kept_products.product_id,
        cast(null as varchar) as sale_date_text,
        cast(null as varchar) as quantity_text,
        cast(null as varchar) as sale_line_id,
        max(products.source_file) as source_file

    from kept_products

    inner join products on kept_products.product_id = products.product_id

    group by kept_products.product_id

    having count(*) > 1

),

unioned as (

    select * from rejected_sales

    union all

    select * from products_without_id

    union all

    select * from repeated_products

)

select * from unioned
