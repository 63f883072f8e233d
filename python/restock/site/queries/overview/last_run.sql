select
    outcome,
    command,
    started_at,
    round(duration_seconds) as duration_seconds,
    node_count,
    failed_node_count
from marts.rpt_runs
order by started_at desc
limit 1
