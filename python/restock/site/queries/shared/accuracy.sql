select
    product_group,
    horizon,
    share(wape) as wape,
    share(baseline_wape) as baseline_wape,
    share(fva) as fva,
    share(bias) as bias,
    share(coverage_80) as coverage_80,
    accuracy_light(fva) as fva_light,
    bias_light(bias) as bias_light,
    coverage_light(coverage_80) as coverage_light,
    forecasts
from marts.rpt_accuracy_by_horizon
order by product_group <> 'all', product_group, horizon
