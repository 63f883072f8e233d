-- There is something to release: active products, and units of any of them.
select 'no product is active at the production cutoff' as finding
where not exists (select 1 from {{ ref('release_candidates') }})

union all

select 'nothing is forecast of any product: does the last month lie behind the sales?' as finding
from {{ ref('release_candidates') }}
having max(forecast_units) = 0
