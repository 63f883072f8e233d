with

sales as (

    select * from {{ ref('stg_daily_sales') }}

),

products as (

    select product_id from {{ ref('int_products') }}

),

judged as (

    select
        sales.*,
        case
            when coalesce(trim(sales.sale_date_text), '') = '' then 'missing date'
            when sales.sale_date is null then 'unparseable date'
            when sales.sale_date < cast('{{ var("earliest_sale_date") }}' as date)
                then 'date before {{ var("earliest_sale_date")[:4] }}'
            when sales.sale_date > cast('{{ run_started_at.strftime("%Y-%m-%d") }}' as date)
                then 'date in the future'
            when sales.product_id is null then 'missing product'
            when products.product_id is null then 'unknown product'
            when coalesce(trim(sales.quantity_text), '') = '' then 'missing quantity'
            when sales.quantity is null then 'unparseable quantity'
            when
                isnan(sales.quantity) or isinf(sales.quantity)
                then 'infinite quantity'
            when abs(sales.quantity) >= {{ var('absurd_quantity') }} then 'absurd quantity'
        end as rejection_reason

    from sales

    left join products on sales.product_id = products.product_id

)

select * from judged
