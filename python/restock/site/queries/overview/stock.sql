select
    product_group,
    demand_month,
    products,
    out_of_stock_products,
    share(out_of_stock_share) as out_of_stock_share,
    units(units_short) as units_short,
    round(stock_value) as stock_value,
    round(cover_months, 1) as cover_months,
    round(excess_value) as excess_value
from marts.rpt_stock_health
where demand_month > (select max(demand_month) from marts.rpt_stock_health) - interval 24 month
order by product_group <> 'all', product_group, demand_month
