with

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

selling_dates as (

    -- A date without a sale of any product tells nothing of one product: the business was closed,
    -- or its sales are missing.
    select
        sale_date as open_date,
        count(*) as selling_products

    from sales_daily

    where gross_units > 0

    group by sale_date

),

numbered as (

    select
        selling_products,
        row_number() over (order by open_date) as open_number,
        {{ month_of('open_date') }} as open_month,
        open_date

    from selling_dates

)

select * from numbered
