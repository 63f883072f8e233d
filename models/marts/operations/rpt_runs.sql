with

run_log as (

    select * from {{ source('ops', 'run_log') }}

),

run_nodes as (

    select
        run_id,
        count(*) as node_count,
        count(case when outcome in ('error', 'fail') then 1 end) as failed_node_count,
        sum(duration_seconds) as node_duration_seconds

    from run_log

    where node_id <> 'run'

    group by run_id

),

runs as (

    select
        run_log.run_id,
        run_log.node_name as command,
        run_log.outcome,
        run_nodes.node_count,
        run_nodes.failed_node_count,
        run_log.duration_seconds,
        run_nodes.node_duration_seconds,
        run_log.peak_memory_bytes,
        run_log.started_at

    from run_log

    left join run_nodes on run_log.run_id = run_nodes.run_id

    where run_log.node_id = 'run'

)

select * from runs
