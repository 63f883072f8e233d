with

open_orders as (

    select * from {{ ref('stg_open_orders') }}

),

products as (

    select product_id from {{ ref('int_products') }}

),

judged as (

    select
        open_orders.*,
        case
            when open_orders.field_problem is not null then open_orders.field_problem
            {{ product_reasons('open_orders', 'products.product_id') }}
            {{ date_reasons('open_orders', 'due_month', 'due month') }}
            {{ number_reasons('open_orders', 'ordered_units', 'units') }}
            when open_orders.ordered_units < 0 then 'negative units'
        end as rejection_reason

    from open_orders

    left join products on open_orders.product_id = products.product_id

)

select * from judged
