with

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

days as (

    select
        sale_date,
        sum(line_count) as line_count,
        sum(sold_units) as sold_units,
        count(case when not is_doubled then 1 end) as single_count

    from sales_daily

    group by sale_date

),

repeated as (

    select
        sale_date,
        line_count,
        sold_units

    from days

    where
        single_count = 0
        and line_count >= {{ var('min_repeated_lines') }}

)

select * from repeated
