with

run_log as (

    select * from {{ source('ops', 'run_log') }}

),

runs as (

    select
        run_id,
        product_count

    from run_log

    where node_id = 'run'

),

run_nodes as (

    select
        run_log.run_id,
        run_log.node_id,
        run_log.node_name,
        run_log.resource_type,
        run_log.outcome,
        run_log.message,
        run_log.failed_rows,
        run_log.row_count,
        case
            when run_log.resource_type = 'model'
                then runs.product_count / nullif(run_log.duration_seconds, 0)
        end as products_per_second,
        run_log.duration_seconds,
        run_log.cpu_seconds,
        run_log.started_at

    from run_log

    left join runs on run_log.run_id = runs.run_id

    where run_log.node_id <> 'run'

)

select * from run_nodes
