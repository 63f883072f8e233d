with

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

sales_range as (

    select
        min(sale_date) as first_sale_date,
        max(sale_date) as latest_sale_date,
        {{ month_of('min(sale_date)') }} as first_sale_month,
        max(extract(day from sale_date)) = 1 as is_monthly_data

    from sales_daily

)

select * from sales_range
