select
    release_id,
    release_number,
    waived_checks,
    min(cutoff_month) as cutoff_month,
    min(target_month) as first_month,
    max(target_month) as last_month,
    min(released_at) as released_at
from marts.fct_forecasts
group by release_id, release_number, waived_checks
