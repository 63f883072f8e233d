with

products as (

    select * from {{ ref('int_products') }}

),

trailing_years as (

    select * from {{ ref('int_trailing_years') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

latest as (

    select trailing_years.*

    from trailing_years

    inner join last_complete_month
        on trailing_years.demand_month = last_complete_month.last_complete_month

),

valued as (

    select
        products.product_id,
        products.product_group,
        coalesce(products.unit_cost, latest.unit_price) as unit_value

    from products

    left join latest on products.product_id = latest.product_id

)

select * from valued
