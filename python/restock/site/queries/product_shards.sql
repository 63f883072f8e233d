-- All that the product page shows, in the order of product/index.
with

numbered as (

    select
        *,
        row_number() over (partition by product_id order by demand_month) - 1 as place

    from marts.fct_demand_monthly

    where
        demand_month
        > (select max(demand_month) from marts.fct_demand_monthly) - interval 48 month

),

-- Demand is said where it is not what was sold.
months as (

    select
        product_id,
        min(demand_month) as first_month,
        numbers(list(units(sold_units) order by place)) as sold_units,
        to_json(
            list(
                json_array(place, units(demand_units), is_stockout, is_outlier) order by place
            ) filter (
                where demand_units is distinct from sold_units or is_stockout or is_outlier
            )
        ) as corrections

    from numbered

    group by product_id

),

forecasts as (

    select
        product_id,
        to_json(list(json_array(
            target_month, units(forecast_units), units(forecast_units_p10),
            units(forecast_units_p90), units(model_forecast_units),
            units(baseline_forecast_units), units(override_units), override_owner, candidate,
            fallback_reason
        ) order by horizon)) as forecasts

    from marts.fct_forecasts

    group by product_id

),

-- Of a release of a product, its months are the first, second ... after the cutoff.
product_releases as (

    select
        forecasts.product_id,
        forecasts.cutoff_month,
        forecasts.release_number,
        numbers(list(units(forecasts.forecast_units) order by forecasts.horizon)) as forecasts,
        numbers(list(units(accuracy.error_first_known) order by forecasts.horizon)) as errors

    from marts.fct_forecast_releases as forecasts

    left join marts.fct_forecast_accuracy as accuracy
        on
            forecasts.release_id = accuracy.release_id
            and forecasts.product_id = accuracy.product_id
            and forecasts.horizon = accuracy.horizon

    where forecasts.release_id not in (select release_id from marts.fct_forecasts)

    group by
        forecasts.product_id, forecasts.release_id, forecasts.cutoff_month,
        forecasts.release_number

),

releases as (

    select
        product_id,
        to_json(
            list(
                json_array(cutoff_month, release_number, forecasts, errors)
                order by cutoff_month desc, release_number desc
            )
        ) as releases

    from product_releases

    group by product_id

),

-- What came is the same for all releases.
known_months as (

    select
        product_id,
        target_month,
        max(first_known_units) as first_known_units

    from marts.fct_forecast_accuracy

    group by product_id, target_month

),

came as (

    select
        product_id,
        to_json(list(json_array(target_month, units(first_known_units)) order by target_month))
            as came

    from known_months

    group by product_id

),

drivers as (

    select
        product_id,
        to_json(list(json_array(
            horizon, driver, units(units), units(change_units)
        ) order by horizon, driver_rank, driver)) as drivers

    from marts.fct_forecast_drivers

    group by product_id

),

overrides as (

    select
        product_id,
        to_json(list(json_array(
            target_month, units(override_units), units(model_forecast_units), owner, reason,
            comment, is_applied, reason_not_applied, expires_on
        ) order by target_month, line_number)) as overrides

    from marts.rpt_overrides

    group by product_id

),

exceptions as (

    select
        product_id,
        to_json(list(json_array(urgency, reason, comment) order by urgency desc, reason))
            as exceptions

    from marts.rpt_exceptions

    group by product_id

),

orders as (

    select
        product_id,
        json_array(
            quantity_kind, urgency, reason, stock_basis, lead_time_months, protection_months,
            service_level, units(expected_units), units(safety_units), units(order_up_to_units),
            units(on_hand_units), units(open_order_units), units(overdue_units),
            units(net_need_units), pack_size, minimum_order_units, units(cap_units),
            units(proposed_units), unit_cost, round(proposed_value), units(monthly_units),
            round(cover_months, 1), round(cover_with_order_months, 1), round(stockout_risk, 2),
            units(excess_units), round(excess_value), is_overstock, stock_date, arrival_month
        ) as order_proposal

    from marts.fct_order_proposals

)

select
    products.product_id,
    products.product_name,
    products.product_group,
    products.supplier,
    products.demand_class,
    products.abc_class,
    products.xyz_class,
    products.is_active,
    products.first_sale_month,
    products.last_sale_month,
    products.launched_on,
    products.discontinued_on,
    products.predecessor_id,
    months.first_month,
    months.sold_units,
    months.corrections,
    forecasts.forecasts,
    releases.releases,
    came.came,
    drivers.drivers,
    overrides.overrides,
    exceptions.exceptions,
    orders.order_proposal
from marts.dim_products as products
left join months on products.product_id = months.product_id
left join forecasts on products.product_id = forecasts.product_id
left join releases on products.product_id = releases.product_id
left join came on products.product_id = came.product_id
left join drivers on products.product_id = drivers.product_id
left join overrides on products.product_id = overrides.product_id
left join exceptions on products.product_id = exceptions.product_id
left join orders on products.product_id = orders.product_id
order by products.product_id
