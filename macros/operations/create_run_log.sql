{#
    The log of runs: one row per run (node_id 'run') and one per node, stage and typical query of it.
    A log that an older version has made gets the columns that it lacks.
#}
{% macro create_run_log() %}
    {% if execute and flags.WHICH in ['build', 'run', 'test'] %}
        {% do run_query('create schema if not exists ops') %}
        {% do run_query('create table if not exists ops.run_log (run_id varchar)') %}
        {% for name, data_type in run_log_columns().items() %}
            {% do run_query(
                'alter table ops.run_log add column if not exists ' ~ name ~ ' ' ~ data_type
            ) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
