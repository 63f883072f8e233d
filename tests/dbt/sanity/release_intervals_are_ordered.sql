-- Every forecast has an interval, and 0 <= p10 <= p90.
select *
from {{ ref('release_candidates') }}
where
    forecast_units is not null
    and (
        forecast_units_p10 is null
        or forecast_units_p90 is null
        or forecast_units_p10 < 0
        or forecast_units_p10 > forecast_units_p90
    )
