insert into out_days
select
    $business, $seed, days.product_id, coalesce(classes.demand_class, 'never sold'),
    days.open_day, planted_days.open_day is not null, found.stockout_date is not null
from product_days as days
left join planted_days
    on
        days.product_id = planted_days.product_id
        and days.demand_date = planted_days.demand_date
left join built.intermediate.int_stockout_days as found
    on
        days.product_id = found.product_id
        and days.demand_date = found.stockout_date
left join classes on days.product_id = classes.product_id
where planted_days.open_day is not null or found.stockout_date is not null
