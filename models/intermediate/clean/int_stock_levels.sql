with

stock_lines as (

    select * from {{ ref('int_stock_lines') }}

),

accepted as (

    select
        product_id,
        on_hand_units,
        stock_date

    from stock_lines

    where rejection_reason is null

)

select * from accepted
