with

products as (

    select * from {{ ref('stg_products') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by product_id
            order by product_name, product_group, supplier, unit_cost, source_file
        ) as occurrence

    from products

    where product_id is not null

)

select
    product_id,
    predecessor_id,
    coalesce(product_name, product_id) as product_name,
    coalesce(product_group, 'unassigned') as product_group,
    supplier,
    unit_cost,
    pack_size,
    minimum_order_units,
    lead_time_months,
    launched_on,
    discontinued_on

from numbered

where occurrence = 1
