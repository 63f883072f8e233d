{# One row for the run and one for each of its nodes, as dbt reports them. #}
{% macro append_run_log(results) %}
    {% if execute and flags.WHICH in ['build', 'run', 'test'] %}
        {% set failures = results | selectattr('status', 'in', ['error', 'fail']) | list %}
        {% set outcome = 'failed' if failures else 'done' %}
        {% set seconds = (modules.datetime.datetime.now(modules.pytz.utc) - run_started_at)
            .total_seconds() %}
        {% set rows = [run_log_row('run', flags.WHICH, 'run', outcome, '', none, seconds)] %}
        {% for result in results %}
            {% do rows.append(run_log_row(
                result.node.unique_id,
                result.node.name,
                result.node.resource_type | string,
                result.status | string,
                result.message or '',
                result.failures,
                result.execution_time
            )) %}
        {% endfor %}
        {% do run_query(
            'insert into ops.run_log (run_id, node_id, node_name, resource_type, outcome, message, '
            ~ 'failed_rows, duration_seconds, started_at) values ' ~ rows | join(', ')
        ) %}
        {% do count_rows_of_run() %}
    {% endif %}
{% endmacro %}
