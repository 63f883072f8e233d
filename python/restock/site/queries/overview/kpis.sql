select
    basis,
    product_group,
    horizon,
    candidate,
    target_month,
    share(wape) as wape,
    share(fva) as fva,
    share(bias) as bias,
    share(coverage_80) as coverage_80,
    accuracy_light(fva) as fva_light,
    bias_light(bias) as bias_light,
    coverage_light(coverage_80) as coverage_light,
    forecasts
from marts.rpt_kpis
where
    demand_class = 'all'
    and scored_against = 'sold_units'
    and (
        candidate = 'champion'
        or (basis = 'backtest' and candidate = 'weighted_moving_average')
    )
order by product_group <> 'all', product_group, horizon, basis, candidate, target_month
