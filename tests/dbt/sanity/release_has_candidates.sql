-- There is something to release.
select 'no product is active at the production cutoff' as finding
where not exists (select 1 from {{ ref('release_candidates') }})
