{# Keeps DuckDB to the memory that RESTOCK_MEMORY_LIMIT names (such as 3GB); unset: 80% of all. #}
{% macro limit_memory() %}
    {% set limit = env_var('RESTOCK_MEMORY_LIMIT', '') %}
    {% if execute and limit %}
        {% do run_query('set memory_limit = ' ~ text_literal(limit)) %}
    {% endif %}
{% endmacro %}
