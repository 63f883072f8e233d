{# Into the log: rows of the tables that the run has made, and how many products there are. #}
{% macro count_rows_of_run() %}
    {% set run = 'run_log.run_id = ' ~ text_literal(run_identity()) %}
    {% set tables = run_query(
        'select run_log.node_id, tables.table_schema, tables.table_name from ops.run_log as run_log '
        ~ 'inner join information_schema.tables as tables '
        ~ 'on run_log.node_name = tables.table_name '
        ~ "where tables.table_catalog = current_database() and tables.table_type = 'BASE TABLE' "
        ~ "and run_log.resource_type in ('model', 'seed') and run_log.outcome = 'success' and " ~ run
    ).rows %}
    {# Counted: DuckDB's own figure (estimated_size) goes on counting rows that were deleted. #}
    {% set counts = [] %}
    {% for table in tables %}
        {% do counts.append(
            'select ' ~ text_literal(table['node_id']) ~ ' as node_id, count(*) as row_count from '
            ~ table['table_schema'] ~ '.' ~ table['table_name']
        ) %}
    {% endfor %}
    {% if counts %}
        {% do run_query(
            'update ops.run_log as run_log set row_count = counted.row_count from ('
            ~ counts | join(' union all ') ~ ') as counted '
            ~ 'where run_log.node_id = counted.node_id and ' ~ run
        ) %}
    {% endif %}
    {% set products = adapter.get_relation(
        database=target.database, schema='marts', identifier='dim_products'
    ) %}
    {% if products is not none %}
        {% do run_query(
            'update ops.run_log as run_log set product_count = (select count(*) from ' ~ products
            ~ ") where run_log.node_id = 'run' and " ~ run
        ) %}
    {% endif %}
{% endmacro %}
