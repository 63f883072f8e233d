with

sales_lines as (

    select * from {{ ref('int_sales_lines') }}

),

days as (

    select
        sale_date,
        count(*) as line_count,
        sum(cast(quantity as decimal(18, 4))) as sold_units,
        {{ occurs_evenly(['product_id', 'quantity', 'unit_price', 'is_on_promotion']) }}
            as is_repeated

    from sales_lines

    where rejection_reason is null

    group by sale_date

),

repeated as (

    select
        sale_date,
        line_count,
        sold_units

    from days

    where
        is_repeated
        and line_count >= {{ var('min_repeated_lines') }}

)

select * from repeated
