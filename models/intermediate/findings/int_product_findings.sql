with

products as (

    select * from {{ ref('int_products') }}

),

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

sold_products as (

    select distinct product_id
    from sales_daily

),

counted as (

    select
        count(*) as product_count,
        count(*) - count(sold_products.product_id) as unsold_count,
        min(case when sold_products.product_id is null then products.product_id end)
            as first_product_id

    from products

    left join sold_products on products.product_id = sold_products.product_id

),

findings as (

    select {{ finding(
        "'products'",
        "'products without sales'",
        example='first_product_id',
        figure='unsold_count',
        share='unsold_count / cast(product_count as double)'
    ) }}
    from counted
    where unsold_count > 0

)

select * from findings
