with

run_log as (

    select * from {{ source('ops', 'run_log') }}

),

run_nodes as (

    select
        run_id,
        count(case when resource_type not in ('stage', 'query') then 1 end) as node_count,
        count(case when outcome in ('error', 'fail') then 1 end) as failed_node_count,
        sum(row_count) as row_count,
        sum(
            case when resource_type not in ('stage', 'query') then duration_seconds end
        ) as node_duration_seconds,
        max(case when resource_type = 'query' then duration_seconds end) as slowest_read_seconds

    from run_log

    where node_id <> 'run'

    group by run_id

),

runs as (

    select
        run_log.run_id,
        run_log.node_name as command,
        run_log.outcome,
        run_log.message,
        run_nodes.node_count,
        run_nodes.failed_node_count,
        cast(run_nodes.row_count as bigint) as row_count,
        run_log.product_count,
        run_log.product_count / nullif(run_log.duration_seconds, 0) as products_per_second,
        run_log.duration_seconds,
        run_nodes.node_duration_seconds,
        run_log.cpu_seconds,
        run_log.peak_memory_bytes,
        run_log.database_bytes,
        run_log.free_disk_bytes,
        run_nodes.slowest_read_seconds,
        run_log.library_versions,
        run_log.git_commit,
        run_log.is_window_kept,
        run_log.started_at

    from run_log

    left join run_nodes on run_log.run_id = run_nodes.run_id

    where run_log.node_id = 'run'

)

select * from runs
