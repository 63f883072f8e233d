select
    product_group,
    candidate,
    horizon,
    target_month,
    share(wape) as wape,
    share(bias) as bias
from marts.rpt_kpis
where
    basis = 'backtest'
    and demand_class = 'all'
    and scored_against = 'sold_units'
    and horizon in ('1', 'total')
order by product_group <> 'all', product_group, horizon, candidate, target_month
