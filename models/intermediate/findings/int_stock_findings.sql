with

stock_months as (

    select * from {{ ref('int_stock_months') }}

),

products_as_of as (

    select * from {{ ref('int_products_as_of') }}

),

stockout_days as (

    select * from {{ ref('int_stockout_days') }}

),

classed as (

    select
        stock_months.product_id,
        stock_months.demand_month,
        stock_months.open_days,
        products_as_of.demand_class

    from stock_months

    inner join products_as_of
        on
            stock_months.product_id = products_as_of.product_id
            and stock_months.demand_month = products_as_of.cutoff_month

),

open_days as (

    select
        demand_class,
        sum(open_days) as day_count

    from classed

    group by demand_class

),

out_of_stock as (

    select
        classed.demand_class,
        stockout_days.basis,
        count(*) as day_count,
        min(stockout_days.stockout_date) as first_date,
        max(stockout_days.stockout_date) as last_date

    from stockout_days

    inner join classed
        on
            stockout_days.product_id = classed.product_id
            and stockout_days.demand_month = classed.demand_month

    group by classed.demand_class, stockout_days.basis

),

findings as (

    select {{ finding(
        "'daily_sales'",
        "concat('days out of stock, ', out_of_stock.basis)",
        item='out_of_stock.demand_class',
        figure='out_of_stock.day_count',
        share='out_of_stock.day_count / cast(open_days.day_count as double)',
        first_date='out_of_stock.first_date',
        last_date='out_of_stock.last_date'
    ) }}
    from out_of_stock
    inner join open_days on out_of_stock.demand_class = open_days.demand_class

)

select * from findings
