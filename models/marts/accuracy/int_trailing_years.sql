with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

trailing_years as (

    select
        product_id,
        sum(sold_units) over (
            partition by product_id order by demand_month
            rows between 11 preceding and current row
        ) as year_units,
        round(avg(unit_price) over (
            partition by product_id order by demand_month
            rows between 11 preceding and current row
        ), 4) as unit_price,
        demand_month

    from demand_monthly

)

select * from trailing_years
