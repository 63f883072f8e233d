with

open_order_lines as (

    select * from {{ ref('int_open_order_lines') }}

),

accepted as (

    select
        product_id,
        ordered_units,
        is_from_workbook,
        due_month

    from open_order_lines

    where rejection_reason is null

)

select * from accepted
