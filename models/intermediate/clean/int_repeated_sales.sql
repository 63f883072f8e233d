with

judged_sales as (

    select * from {{ ref('int_judged_sales') }}

),

hashed_sales as (

    -- Read once more, as a relation that is used twice would be held in memory.
    select line_hash from {{ ref('int_judged_sales') }}

),

repeated_hashes as (

    select line_hash

    from hashed_sales

    where line_hash is not null

    group by line_hash

    having count(*) > 1

),

numbered as (

    select
        judged_sales.*,
        row_number() over (
            partition by
                judged_sales.sale_line_id,
                judged_sales.sale_date,
                judged_sales.product_id,
                judged_sales.quantity,
                judged_sales.unit_price
            order by judged_sales.source_file, judged_sales.is_on_promotion
        ) as occurrence

    from judged_sales

    inner join repeated_hashes on judged_sales.line_hash = repeated_hashes.line_hash

)

select * from numbered
