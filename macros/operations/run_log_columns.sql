{# The columns of the log of runs and their types, in their order. #}
{% macro run_log_columns() %}
    {{ return({
        'run_id': 'varchar',
        'node_id': 'varchar',
        'node_name': 'varchar',
        'resource_type': 'varchar',
        'outcome': 'varchar',
        'message': 'varchar',
        'failed_rows': 'bigint',
        'row_count': 'bigint',
        'product_count': 'bigint',
        'duration_seconds': 'double',
        'cpu_seconds': 'double',
        'peak_memory_bytes': 'bigint',
        'database_bytes': 'bigint',
        'free_disk_bytes': 'bigint',
        'library_versions': 'varchar',
        'git_commit': 'varchar',
        'is_window_kept': 'boolean',
        'started_at': 'timestamp'
    }) }}
{% endmacro %}
