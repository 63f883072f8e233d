select
    restatements.product_id,
    products.product_name,
    restatements.demand_month,
    units(restatements.units_before) as units_before,
    units(restatements.units_after) as units_after,
    restatements.seen_at
from marts.rpt_restatements as restatements
left join marts.dim_products as products on restatements.product_id = products.product_id
order by restatements.seen_at desc, restatements.product_id, restatements.demand_month
limit 500
