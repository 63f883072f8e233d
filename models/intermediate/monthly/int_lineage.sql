with recursive

product_months as (

    select * from {{ ref('int_product_months') }}

),

products as (

    select * from {{ ref('int_products') }}

),

first_months as (

    select
        product_id,
        min(demand_month) as first_sale_month

    from product_months

    group by product_id

),

successions as (

    -- One product hands its level on once: to the first of its successors. It must have sold
    -- before, so that no line of products leads back to its beginning.
    select
        products.product_id,
        products.predecessor_id,
        first_months.first_sale_month as launch_month,
        row_number() over (
            partition by products.predecessor_id
            order by first_months.first_sale_month, products.product_id
        ) as successor_number

    from products

    inner join first_months on products.product_id = first_months.product_id

    inner join first_months as earlier_months
        on
            products.predecessor_id = earlier_months.product_id
            and first_months.first_sale_month > earlier_months.first_sale_month

    where {{ var('inherit_levels') }}

),

lineage as (

    select
        product_id,
        predecessor_id as ancestor_id,
        launch_month
    from successions
    where successor_number = 1

    union all

    select
        lineage.product_id,
        successions.predecessor_id as ancestor_id,
        successions.launch_month

    from lineage

    inner join successions
        on
            lineage.ancestor_id = successions.product_id
            and successions.successor_number = 1

)

select * from lineage
