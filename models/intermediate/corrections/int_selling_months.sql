with

product_months as (

    select * from {{ ref('int_product_months') }}

),

sales_monthly as (

    select * from {{ ref('int_sales_monthly') }}

),

open_dates as (

    select * from {{ ref('int_open_dates') }}

),

open_months as (

    select * from {{ ref('int_open_months') }}

),

products as (

    select * from {{ ref('int_products') }}

),

discontinued as (

    select
        products.product_id,
        max(open_dates.open_number) as last_open_number

    from products

    inner join open_dates on products.discontinued_on >= open_dates.open_date

    group by products.product_id

),

joined as (

    select
        product_months.product_id,
        product_months.demand_month,
        coalesce(sales_monthly.selling_days, 0) as selling_days,
        first_dates.open_number as first_selling_number,
        last_dates.open_number as last_selling_number,
        case
            when product_months.age_months = 0 then first_dates.open_number
            else open_months.first_open_number
        end as first_open_number,
        case
            when discontinued.last_open_number < open_months.last_open_number
                then greatest(
                    discontinued.last_open_number, coalesce(last_dates.open_number, 0)
                )
            else open_months.last_open_number
        end as last_open_number

    from product_months

    left join open_months on product_months.demand_month = open_months.open_month

    left join sales_monthly
        on
            product_months.product_id = sales_monthly.product_id
            and product_months.demand_month = sales_monthly.demand_month

    left join open_dates as first_dates on sales_monthly.first_selling_date = first_dates.open_date

    left join open_dates as last_dates on sales_monthly.last_selling_date = last_dates.open_date

    left join discontinued on product_months.product_id = discontinued.product_id

    where product_months.is_listed

),

counted as (

    select
        *,
        greatest(coalesce(last_open_number - first_open_number + 1, 0), 0) as open_days,
        max(last_selling_number) over (
            partition by product_id order by demand_month
            rows between unbounded preceding and 1 preceding
        ) as previous_selling_number

    from joined

)

select * from counted
