with

sales_monthly as (

    select * from {{ ref('int_sales_monthly') }}

),

products as (

    select * from {{ ref('int_products') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

first_months as (

    -- A product starts with its first sale: a return alone is no start.
    select
        product_id,
        min(demand_month) as first_sale_month

    from sales_monthly

    where gross_units > 0

    group by product_id

),

months as (

    select
        first_months.product_id,
        first_months.first_sale_month,
        cast({{ date_spine_between(
            'first_months.first_sale_month', 'last_complete_month.last_complete_month', 'month'
        ) }} as date) as demand_month

    from first_months

    cross join last_complete_month

),

listed as (

    select
        months.product_id,
        months.demand_month,
        {{ dbt.datediff('months.first_sale_month', 'months.demand_month', 'month') }}
            as age_months,
        products.discontinued_on is null
        or months.demand_month <= products.discontinued_on as is_listed

    from months

    inner join products on months.product_id = products.product_id

)

select * from listed
