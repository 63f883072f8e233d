with

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

left_out as (

    select
        last_complete_month.last_complete_month,
        coalesce(sum(sales_daily.line_count), 0) as line_count,
        coalesce(sum(sales_daily.sold_units), 0) as sold_units

    from last_complete_month

    left join sales_daily
        on
            sales_daily.sale_date
            >= {{ add_months('last_complete_month.last_complete_month', 1) }}

    group by last_complete_month.last_complete_month

)

select * from left_out
