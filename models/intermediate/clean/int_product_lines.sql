with

products as (

    select * from {{ ref('stg_products') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by product_id, field_problem
            order by
                product_name, product_group, supplier, unit_cost, launched_on, discontinued_on,
                predecessor_id, pack_size, minimum_order_units, lead_time_months, source_file
        ) as occurrence

    from products

),

judged as (

    select
        *,
        case
            when field_problem is not null then field_problem
            when product_id is null then 'missing product'
            when occurrence > 1 then 'repeated product'
        end as rejection_reason

    from numbered

)

select * from judged
