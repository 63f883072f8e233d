with

forecasts as (

    select * from {{ ref('fct_forecasts') }}

),

exceptions as (

    select * from {{ ref('rpt_exceptions') }}

),

group_orders as (

    select * from {{ ref('int_group_orders') }}

),

group_forecasts as (

    select * from {{ ref('rpt_group_forecasts') }}
    where is_released

),

released as (

    select
        product_group,
        round(cast(sum(cast(forecast_units as decimal(38, 6))) as double), 4) as released_units,
        round(cast(sum(cast(last_year_units as decimal(38, 6))) as double), 4) as last_year_units,
        cutoff_month

    from group_forecasts

    group by product_group, cutoff_month

),

forecast_products as (

    select
        coalesce(product_group, 'all') as product_group,
        count(*) as products

    from forecasts

    where horizon = 1

    group by grouping sets ((product_group), ()) -- noqa: PRS

),

listed as (

    select
        coalesce(product_group, 'all') as product_group,
        count(case when urgency = 'required' then 1 end) as required_exceptions,
        count(case when urgency = 'informational' then 1 end) as informational_exceptions

    from exceptions

    group by grouping sets ((product_group), ()) -- noqa: PRS

),

summarised as (

    select
        released.product_group,
        forecast_products.products,
        released.released_units,
        released.last_year_units,
        coalesce(listed.required_exceptions, 0) as required_exceptions,
        coalesce(listed.informational_exceptions, 0) as informational_exceptions,
        coalesce(group_orders.order_lines, 0) as order_lines,
        group_orders.order_value,
        coalesce(group_orders.urgent_orders, 0) as urgent_orders,
        coalesce(group_orders.overstock_products, 0) as overstock_products,
        group_orders.excess_value,
        released.cutoff_month

    from released

    inner join forecast_products on released.product_group = forecast_products.product_group

    left join listed on released.product_group = listed.product_group

    left join group_orders on released.product_group = group_orders.product_group

)

select * from summarised
