select *
from marts.fct_demand_monthly
where product_id = (select min(product_id) from marts.dim_products)
order by demand_month
