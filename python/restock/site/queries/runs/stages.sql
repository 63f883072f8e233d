-- What is published tells of the last run as far as it had come, so the one before stands beside it.
with latest as (
    select
        run_id,
        row_number() over (order by started_at desc) as place
    from marts.rpt_runs
    where run_id in (select run_id from marts.rpt_run_nodes where resource_type = 'stage')
)

select
    nodes.node_name,
    nodes.resource_type,
    max(case when latest.place = 1 then nodes.outcome end) as outcome,
    max(case when latest.place = 1 then nodes.duration_seconds end) as duration_seconds,
    max(case when latest.place = 2 then nodes.outcome end) as outcome_before,
    max(case when latest.place = 2 then nodes.duration_seconds end) as duration_before_seconds
from marts.rpt_run_nodes as nodes
inner join latest on nodes.run_id = latest.run_id
where
    latest.place <= 2
    and nodes.resource_type in ('stage', 'query')
group by nodes.node_name, nodes.resource_type
order by
    nodes.resource_type desc,
    list_position(
        ['preflight', 'build', 'publish', 'export', 'site', 'measure', 'notify'], nodes.node_name
    ),
    nodes.node_name
