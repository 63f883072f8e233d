{# One row of ops.run_log as SQL values; the parent process completes the run's own row. #}
{% macro run_log_row(node_id, node_name, resource_type, outcome, message, rows, seconds) %}
    {{ return(
        '(' ~ [
            text_literal(run_identity()),
            text_literal(node_id),
            text_literal(node_name),
            text_literal(resource_type),
            text_literal(outcome),
            text_literal(message),
            'null' if rows is none else rows | string,
            seconds | string,
            run_stamp()
        ] | join(', ') ~ ')'
    ) }}
{% endmacro %}
