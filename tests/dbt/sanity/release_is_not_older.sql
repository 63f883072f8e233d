-- No release for a month before one that is released already.
select *
from {{ ref('release_candidates') }}
where cutoff_month < latest_released_cutoff_month
