with planted as (
    select product_id, sale_date, sum(quantity) as planted_units
    from truth_bulk_orders
    group by product_id, sale_date
)
insert into outlier_days
select
    $business, $seed, days.product_id, coalesce(classes.demand_class, 'never sold'),
    days.demand_date, planted.planted_units, found.outlier_units
from product_days as days
left join planted
    on days.product_id = planted.product_id and days.demand_date = planted.sale_date
left join built.intermediate.int_outlier_days as found
    on days.product_id = found.product_id and days.demand_date = found.sale_date
left join classes on days.product_id = classes.product_id
where planted.product_id is not null or found.product_id is not null
