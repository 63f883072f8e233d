with

products as (

    select * from {{ ref('int_products') }}

),

product_months as (

    select * from {{ ref('int_product_months') }}

),

lineage as (

    select * from {{ ref('int_lineage') }}

),

sales_range as (

    select * from {{ ref('int_sales_range') }}

),

launches as (

    -- What was there when the data begin is older than it looks, and what replaces another
    -- product goes on from its level.
    select
        products.product_id,
        products.product_group,
        products.unit_cost,
        product_months.demand_month as launch_month

    from products

    inner join product_months
        on
            products.product_id = product_months.product_id
            and product_months.age_months = 0

    cross join sales_range

    left join lineage on products.product_id = lineage.product_id

    where
        product_months.demand_month > sales_range.first_sale_month
        and coalesce(products.launched_on >= sales_range.first_sale_month, true)
        and lineage.product_id is null

)

select * from launches
