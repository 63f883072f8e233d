with

judged_orders as (

    select * from {{ ref('int_judged_orders') }}

),

products as (

    select * from {{ ref('dim_products') }}

),

final as (

    select
        judged_orders.product_id,
        products.product_group,
        products.supplier,
        judged_orders.abc_class,
        judged_orders.xyz_class,
        products.demand_class,
        judged_orders.quantity_kind,
        judged_orders.urgency,
        judged_orders.reason,
        judged_orders.stock_basis,
        judged_orders.release_id,
        judged_orders.lead_time_months,
        judged_orders.protection_months,
        judged_orders.service_level,
        round(judged_orders.released_units, 4) as expected_units,
        round(judged_orders.order_up_to_units - judged_orders.released_units, 4) as safety_units,
        judged_orders.order_up_to_units,
        judged_orders.on_hand_units,
        judged_orders.open_order_units,
        judged_orders.overdue_units,
        judged_orders.net_need_units,
        judged_orders.pack_size,
        judged_orders.minimum_order_units,
        judged_orders.cap_units,
        judged_orders.proposed_units,
        judged_orders.unit_cost,
        round(judged_orders.proposed_units * judged_orders.unit_cost, 2) as proposed_value,
        judged_orders.monthly_units,
        round(judged_orders.on_hand_units / nullif(judged_orders.monthly_units, 0), 2)
            as cover_months,
        round(
            (judged_orders.position_units + judged_orders.proposed_units)
            / nullif(judged_orders.monthly_units, 0), 2
        ) as cover_with_order_months,
        judged_orders.stockout_risk,
        judged_orders.excess_units,
        round(judged_orders.excess_units * judged_orders.unit_cost, 2) as excess_value,
        judged_orders.is_capped,
        judged_orders.is_extrapolated,
        judged_orders.is_overstock,
        judged_orders.safety_units is not null as is_spread_known,
        coalesce(judged_orders.stock_basis = 'before the cutoff', false) as is_stock_old,
        judged_orders.overdue_units > 0 as has_overdue_orders,
        judged_orders.stock_date,
        judged_orders.cutoff_month,
        {{ add_months('judged_orders.cutoff_month', 'judged_orders.lead_time_months + 1') }}
            as arrival_month,
        judged_orders.discontinued_on

    from judged_orders

    inner join products on judged_orders.product_id = products.product_id

)

select * from final
