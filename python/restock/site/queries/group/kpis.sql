select
    product_group,
    horizon,
    target_month,
    share(wape) as wape,
    share(bias) as bias,
    share(fva) as fva,
    share(coverage_80) as coverage_80
from marts.rpt_kpis
where
    basis = 'backtest'
    and demand_class = 'all'
    and scored_against = 'sold_units'
    and candidate = 'champion'
order by product_group <> 'all', product_group, horizon, target_month
