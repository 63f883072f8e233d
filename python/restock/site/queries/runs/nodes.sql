select
    node_name,
    resource_type,
    outcome,
    round(duration_seconds, 2) as duration_seconds,
    message
from marts.rpt_run_nodes
where run_id = (select run_id from marts.rpt_runs order by started_at desc limit 1)
order by outcome in ('error', 'fail') desc, duration_seconds desc, node_id
limit 20
