select
    started_at,
    command,
    outcome,
    message,
    duration_seconds,
    is_window_kept,
    products_per_second,
    cpu_seconds,
    round(peak_memory_bytes / 1e6) as peak_memory_megabytes,
    round(database_bytes / 1e6) as database_megabytes,
    round(free_disk_bytes / 1e9, 1) as free_disk_gigabytes,
    slowest_read_seconds,
    coalesce(node_count, 0) as node_count,
    coalesce(failed_node_count, 0) as failed_node_count,
    concat(left(git_commit, 7), case when git_commit like '%-dirty' then '+' end) as git_commit
from marts.rpt_runs
order by started_at desc
limit 30
