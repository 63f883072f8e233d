select horizon, candidate, sum(absolute_error_units) / sum(actual_units) as wape
from marts.rpt_kpis
where basis = 'backtest' and product_group = 'all' and demand_class = 'all'
group by horizon, candidate
