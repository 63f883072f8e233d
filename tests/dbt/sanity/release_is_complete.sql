-- Every active product has a forecast, and the baseline's beside it, for every released horizon.
select *
from {{ ref('release_candidates') }}
where
    forecast_units is null
    or baseline_forecast_units is null
