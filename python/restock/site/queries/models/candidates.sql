select
    product_group,
    demand_class,
    candidate,
    left(configuration_version, 8) as configuration,
    reason,
    share(wape) as wape,
    share(fva) as fva,
    share(bias) as bias,
    share(awaited_gain) as awaited_gain,
    forecasts,
    is_champion,
    is_awaiting_approval,
    champion_since
from marts.rpt_candidates
order by product_group, demand_class, is_champion desc, wape nulls last, candidate
