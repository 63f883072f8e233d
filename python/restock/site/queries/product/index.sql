-- In the order of product_shards: a product's place tells its shard.
select
    product_id,
    product_name,
    product_group
from marts.dim_products
order by product_id
