with

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

monthly as (

    select
        product_id,
        {{ month_of('sale_date') }} as demand_month,
        sum(sold_units) as sold_units,
        sum(gross_units) as gross_units,
        sum(promotion_units) as promotion_units,
        sum(priced_units) as priced_units,
        sum(revenue) as revenue,
        cast(sum(case when gross_units > 0 then 1 else 0 end) as integer) as selling_days,
        min(case when gross_units > 0 then sale_date end) as first_selling_date,
        max(case when gross_units > 0 then sale_date end) as last_selling_date

    from sales_daily

    group by 1, 2

),

complete as (

    select monthly.*

    from monthly

    inner join last_complete_month
        on monthly.demand_month <= last_complete_month.last_complete_month

)

select * from complete
