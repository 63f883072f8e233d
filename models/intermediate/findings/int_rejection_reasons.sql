with

rejected_lines as (

    select * from {{ ref('int_rejected_lines') }}

),

counted as (

    select
        table_name,
        rejection_reason,
        count(*) as line_count,
        count(distinct product_id) as product_count,
        min(product_id) as first_product_id,
        min(concat(source_file, ': ', source_line)) as example

    from rejected_lines

    group by table_name, rejection_reason

)

select * from counted
