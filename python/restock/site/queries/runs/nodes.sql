select
    node_name,
    resource_type,
    outcome,
    duration_seconds,
    row_count,
    products_per_second,
    message
from marts.rpt_run_nodes
where
    run_id = (select run_id from marts.rpt_runs order by started_at desc limit 1)
    and resource_type not in ('stage', 'query')
order by outcome in ('error', 'fail') desc, duration_seconds desc, node_id
limit 10
