select
    supplier,
    products,
    order_lines,
    lines_without_cost,
    units(proposed_units) as proposed_units,
    round(proposed_value) as proposed_value,
    round(minimum_order_value) as minimum_order_value,
    round(missing_value) as missing_value,
    is_below_minimum
from marts.rpt_supplier_orders
order by proposed_value desc nulls last, supplier
