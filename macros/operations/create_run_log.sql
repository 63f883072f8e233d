{# The log of runs: one row per run (node_id 'run') and one per node of it. #}
{% macro create_run_log() %}
    {% if execute and flags.WHICH in ['build', 'run', 'test'] %}
        {% do run_query('create schema if not exists ops') %}
        {% do run_query(
            'create table if not exists ops.run_log ('
            ~ 'run_id varchar, node_id varchar, node_name varchar, resource_type varchar, '
            ~ 'outcome varchar, message varchar, failed_rows bigint, '
            ~ 'duration_seconds double, peak_memory_bytes bigint, started_at timestamp)'
        ) %}
    {% endif %}
{% endmacro %}
