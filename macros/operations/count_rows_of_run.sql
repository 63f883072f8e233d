{# Into the log: rows of the tables that the run has made, and how many products there are. #}
{% macro count_rows_of_run() %}
    {{ return(adapter.dispatch('count_rows_of_run')()) }}
{% endmacro %}

{# DuckDB knows how many rows each table has: none is read. #}
{% macro duckdb__count_rows_of_run() %}
    {% do run_query(
        'update ops.run_log set row_count = tables.estimated_size from duckdb_tables() as tables '
        ~ 'where tables.database_name = current_database() '
        ~ 'and run_log.node_name = tables.table_name '
        ~ "and run_log.resource_type in ('model', 'seed') and run_log.outcome = 'success' "
        ~ 'and run_log.run_id = ' ~ text_literal(run_identity())
    ) %}
    {% do run_query(
        'update ops.run_log set product_count = tables.estimated_size '
        ~ 'from duckdb_tables() as tables where tables.database_name = current_database() '
        ~ "and tables.schema_name = 'marts' and tables.table_name = 'dim_products' "
        ~ "and run_log.node_id = 'run' and run_log.run_id = " ~ text_literal(run_identity())
    ) %}
{% endmacro %}
