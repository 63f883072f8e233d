select
    proposals.product_id,
    products.product_name,
    proposals.product_group,
    coalesce(proposals.supplier, 'unknown') as supplier,
    proposals.abc_class,
    proposals.xyz_class,
    proposals.urgency,
    proposals.quantity_kind,
    round(proposals.proposed_units, 4) as proposed_units,
    round(proposals.proposed_value) as proposed_value,
    units(proposals.on_hand_units) as on_hand_units,
    units(proposals.open_order_units) as open_order_units,
    round(proposals.cover_months, 1) as cover_months,
    round(proposals.stockout_risk, 2) as stockout_risk,
    proposals.arrival_month,
    proposals.reason,
    proposals.is_overstock,
    case when proposals.is_overstock then units(proposals.excess_units) end as excess_units,
    case when proposals.is_overstock then round(proposals.excess_value) end as excess_value
from marts.fct_order_proposals as proposals
left join marts.dim_products as products on proposals.product_id = products.product_id
order by
    case proposals.urgency when 'high' then 1 when 'unknown' then 2 when 'medium' then 3 when 'low' then 4 else 5 end,
    proposals.proposed_value desc nulls last,
    proposals.proposed_units desc nulls last,
    proposals.product_id
