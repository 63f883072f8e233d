{#
    Makes one view raw.<table> for each source table out of the folder that RESTOCK_DATA names
    (unset: the sample), so that staging and everything after it are the same for every input.
    The contract is the sources' YAML: tables and columns with `required: true` must be there,
    others become typed nulls. What cannot be used is refused here, before anything is built.
#}
{% macro create_input_views() %}
    {% if execute and flags.WHICH in ['build', 'run', 'test'] %}
        {% set folder = input_folder() %}
        {% do run_query('create schema if not exists raw') %}
        {% for table in graph.sources.values() if table.source_name == 'raw' %}
            {% do run_query(input_view_sql(folder, table)) %}
        {% endfor %}
        {% do refuse_unusable_input(folder) %}
    {% endif %}
{% endmacro %}
