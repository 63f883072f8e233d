with

stock_levels as (

    select * from {{ ref('int_stock_levels') }}

),

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

empty_products as (

    select distinct product_id from stock_levels
    where on_hand_units <= 0

),

signs as (

    select
        sales_daily.product_id,
        sales_daily.sale_date as seen_date

    from sales_daily

    inner join empty_products on sales_daily.product_id = empty_products.product_id

    where sales_daily.gross_units > 0

    union

    select
        stock_levels.product_id,
        stock_levels.stock_date as seen_date

    from stock_levels

    inner join empty_products on stock_levels.product_id = empty_products.product_id

    where stock_levels.on_hand_units > 0

)

select * from signs
