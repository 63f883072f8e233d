with

forecasts as (

    select * from {{ ref('fct_forecasts') }}
    where horizon = 1

),

order_terms as (

    select * from {{ ref('int_order_terms') }}

),

nearest_stock as (

    select * from {{ ref('int_nearest_stock') }}

),

open_orders as (

    select * from {{ ref('int_open_orders') }}

),

placed as (

    select
        forecasts.product_id,
        forecasts.release_id,
        order_terms.lead_time_months,
        order_terms.protection_months,
        forecasts.cutoff_month

    from forecasts

    inner join order_terms
        on
            forecasts.product_id = order_terms.product_id
            and forecasts.cutoff_month = order_terms.cutoff_month

),

due as (

    select
        placed.product_id,
        sum(case
            when open_orders.due_month < {{ add_months('placed.cutoff_month', 1) }}
                then open_orders.ordered_units
            else 0
        end) as overdue_units,
        sum(case
            when
                open_orders.due_month
                < {{ add_months('placed.cutoff_month', 'placed.lead_time_months + 1') }}
                then open_orders.ordered_units
            else 0
        end) as due_before_arrival_units,
        sum(open_orders.ordered_units) as open_order_units

    from placed

    inner join open_orders
        on
            placed.product_id = open_orders.product_id
            and open_orders.due_month
            < {{ add_months('placed.cutoff_month', 'placed.protection_months + 1') }}

    -- Nobody tells that what was ordered in a workbook has come: it comes when it is due.
    where not open_orders.is_from_workbook or open_orders.due_month > placed.cutoff_month

    group by placed.product_id

),

positioned as (

    select
        placed.*,
        nearest_stock.stock_basis,
        nearest_stock.on_hand_units,
        coalesce(due.open_order_units, 0) as open_order_units,
        coalesce(due.due_before_arrival_units, 0) as due_before_arrival_units,
        coalesce(due.overdue_units, 0) as overdue_units,
        nearest_stock.stock_date

    from placed

    left join nearest_stock on placed.product_id = nearest_stock.product_id

    left join due on placed.product_id = due.product_id

)

select * from positioned
