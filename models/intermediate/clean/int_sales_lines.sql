with

judged_sales as (

    select * from {{ ref('int_judged_sales') }}

),

repeated_sales as (

    select * from {{ ref('int_repeated_sales') }}

),

repeated_hashes as (

    select distinct line_hash

    from repeated_sales

),

single_lines as (

    select
        judged_sales.product_id,
        judged_sales.sale_line_id,
        judged_sales.quantity,
        judged_sales.unit_price,
        judged_sales.is_on_promotion,
        judged_sales.sale_date,
        judged_sales.unreadable_columns,
        judged_sales.source_file,
        judged_sales.source_values,
        judged_sales.rejection_reason

    from judged_sales

    left join repeated_hashes on judged_sales.line_hash = repeated_hashes.line_hash

    where repeated_hashes.line_hash is null

),

repeated_lines as (

    select
        product_id,
        sale_line_id,
        quantity,
        unit_price,
        is_on_promotion,
        sale_date,
        unreadable_columns,
        source_file,
        source_values,
        case when occurrence > 1 then 'repeated sale line' end as rejection_reason

    from repeated_sales

),

all_lines as (

    select * from single_lines

    union all

    select * from repeated_lines

)

select * from all_lines
