-- Every active product has a forecast for every released horizon.
select *
from {{ ref('release_candidates') }}
where forecast_units is null
