select
    cut_by,
    part,
    share(wape) as wape,
    share(baseline_wape) as baseline_wape,
    share(fva) as fva,
    share(bias) as bias,
    share(coverage_80) as coverage_80,
    products
from marts.rpt_accuracy_by_range
order by cut_by <> 'all', cut_by, part
