{# The tables and columns that are read, as the sources' YAML names them. #}
{% macro input_contract() %}
    {% set tables = [] %}
    {% for table in graph.sources.values() if table.source_name == 'raw' %}
        {% set columns = [] %}
        {% for column in table.columns.values() %}
            {% do columns.append(
                dict(column.config.meta, name=column.name, data_type=column.data_type)
            ) %}
        {% endfor %}
        {% do tables.append(dict(table.config.meta, name=table.name, columns=columns)) %}
    {% endfor %}
    {{ return({'tables': tables, 'max_rejected_share': var('max_rejected_share')}) }}
{% endmacro %}
