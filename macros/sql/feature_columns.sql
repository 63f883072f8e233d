{# Columns of a features relation that are features, sorted by name: all but its keys. #}
{% macro feature_columns(relation) %}
    {% set columns = [] %}
    {% if execute %}
        {% for column in adapter.get_columns_in_relation(relation) %}
            {% if column.name not in ['product_id', 'cutoff_month', 'target_month'] %}
                {% do columns.append(column.name) %}
            {% endif %}
        {% endfor %}
    {% endif %}
    {{ return(columns | sort) }}
{% endmacro %}
