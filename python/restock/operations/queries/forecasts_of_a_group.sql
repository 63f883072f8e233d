select *
from marts.fct_forecasts
where product_group = (select min(product_group) from marts.dim_products)
order by product_id, target_month
