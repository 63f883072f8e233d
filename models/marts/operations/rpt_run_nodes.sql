with

run_log as (

    select * from {{ source('ops', 'run_log') }}

),

run_nodes as (

    select
        run_id,
        node_id,
        node_name,
        resource_type,
        outcome,
        message,
        failed_rows,
        duration_seconds,
        started_at

    from run_log

    where node_id <> 'run'

)

select * from run_nodes
