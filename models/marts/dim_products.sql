with

products as (

    select * from {{ ref('int_products') }}

),

product_months as (

    select * from {{ ref('int_demand_monthly') }}

),

products_as_of as (

    select * from {{ ref('int_products_as_of') }}

),

value_classes as (

    select * from {{ ref('int_value_classes') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

sale_months as (

    select
        product_id,
        min(demand_month) as first_sale_month,
        max(demand_month) as last_sale_month
    from product_months
    where gross_units > 0
    group by product_id

),

classes as (

    select products_as_of.*

    from products_as_of

    inner join last_complete_month
        on products_as_of.cutoff_month = last_complete_month.last_complete_month

),

active as (

    select value_classes.*

    from value_classes

    inner join last_complete_month
        on value_classes.cutoff_month = last_complete_month.last_complete_month

),

final as (

    select
        products.product_id,
        products.predecessor_id,
        products.product_name,
        products.product_group,
        products.supplier,
        coalesce(classes.demand_class, 'new') as demand_class,
        active.abc_class,
        active.xyz_class,
        products.unit_cost,
        products.pack_size,
        products.minimum_order_units,
        products.lead_time_months,
        active.product_id is not null as is_active,
        sale_months.first_sale_month,
        sale_months.last_sale_month,
        products.launched_on,
        products.discontinued_on

    from products

    left join sale_months on products.product_id = sale_months.product_id

    left join classes on products.product_id = classes.product_id

    left join active on products.product_id = active.product_id

)

select * from final
