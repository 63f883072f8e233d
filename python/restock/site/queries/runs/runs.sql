select
    run_id,
    started_at,
    command,
    outcome,
    round(duration_seconds, 1) as duration_seconds,
    round(peak_memory_bytes / 1e6) as peak_memory_megabytes,
    node_count,
    failed_node_count
from marts.rpt_runs
order by started_at desc
limit 30
