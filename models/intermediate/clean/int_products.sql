with

product_lines as (

    select * from {{ ref('int_product_lines') }}

),

accepted as (

    -- 'all' is the word for all groups together.
    select
        product_id,
        predecessor_id,
        coalesce(product_name, product_id) as product_name,
        case
            when product_group is null then 'unassigned'
            when product_group = 'all' then 'group all'
            else product_group
        end as product_group,
        supplier,
        unit_cost,
        pack_size,
        minimum_order_units,
        lead_time_months,
        launched_on,
        discontinued_on

    from product_lines

    where rejection_reason is null

)

select * from accepted
