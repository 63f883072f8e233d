-- No forecast far above anything that the product has ever sold in a month.
select *
from {{ ref('release_candidates') }}
where forecast_units > {{ var('max_times_highest_month') }} * highest_month_units
