with

selling_rates as (

    select * from {{ ref('int_selling_rates') }}

),

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

open_dates as (

    select * from {{ ref('int_open_dates') }}

),

with_room as (

    -- Days are looked at only in months that have enough of them without a sale.
    select
        product_id,
        demand_month
    from selling_rates
    where
        {{ expected_gaps('open_days_of_a_year', 'selling_share', '(open_days - selling_days)') }}
        <= {{ var('stockout_false_alarms_per_year') }}

),

selling_days as (

    select
        with_room.product_id,
        with_room.demand_month,
        open_dates.open_number,
        lag(open_dates.open_number) over (
            partition by with_room.product_id, with_room.demand_month
            order by open_dates.open_number
        ) as earlier_number

    from sales_daily

    inner join open_dates on sales_daily.sale_date = open_dates.open_date

    inner join with_room
        on
            sales_daily.product_id = with_room.product_id
            and open_dates.open_month = with_room.demand_month

    where sales_daily.gross_units > 0

),

gaps as (

    select
        product_id,
        demand_month,
        earlier_number + 1 as first_open_number,
        open_number - 1 as last_open_number

    from selling_days

    where open_number - earlier_number > {{ var('stockout_min_days') }}

)

select * from gaps
