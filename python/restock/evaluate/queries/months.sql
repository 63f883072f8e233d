select
    coalesce(in_stock, 'all') as in_stock, count(*) as product_months,
    cast(round(sum(latent_units)) as bigint) as latent_units,
    sum(lost_units) / nullif(sum(latent_units), 0) as lost
from product_months
where business = $business
group by grouping sets ((in_stock), ())
order by list_position(
    ['always', '80% and more', '50% to 80%', '20% to 50%', 'under 20%', 'all'],
    coalesce(in_stock, 'all')
)
