{# Identity of the run: that of `restock run`, or of dbt if it was started by itself. #}
{% macro run_identity() %}
    {{ return(env_var('RESTOCK_RUN_ID', '') or invocation_id) }}
{% endmacro %}
