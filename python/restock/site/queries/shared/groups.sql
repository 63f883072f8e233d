select
    product_group,
    products,
    units(released_units) as released_units,
    units(last_year_units) as last_year_units,
    required_exceptions,
    informational_exceptions,
    order_lines,
    urgent_orders,
    round(order_value) as order_value,
    overstock_products,
    round(excess_value) as excess_value
from marts.rpt_group_summary
order by product_group <> 'all', product_group
