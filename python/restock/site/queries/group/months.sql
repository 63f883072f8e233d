select
    product_group,
    demand_month,
    units(sold_units) as sold_units,
    units(demand_units) as demand_units,
    units(stockout_units) as stockout_units,
    units(outlier_units) as outlier_units,
    units(returned_units) as returned_units,
    units(last_year_units) as last_year_units
from marts.rpt_group_months
where demand_month > (select max(demand_month) from marts.rpt_group_months) - interval 48 month
order by product_group <> 'all', product_group, demand_month
