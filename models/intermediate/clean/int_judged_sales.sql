with

sales as (

    select * from {{ ref('stg_daily_sales') }}

),

products as (

    select product_id from {{ ref('int_products') }}

),

judged as (

    select
        sales.*,
        {{ sale_rejection_reason('sales', 'products.product_id') }} as rejection_reason

    from sales

    left join products on sales.product_id = products.product_id

),

hashed as (

    -- Without an id, equal lines may be as many sales.
    select
        *,
        case
            when
                rejection_reason is null
                and sale_line_id is not null
                and {{ var('drop_repeated_lines') }}
                then {{ row_hash([
                    'sale_line_id', 'sale_date', 'product_id', 'quantity', 'unit_price'
                ]) }}
        end as line_hash

    from judged

)

select * from hashed
