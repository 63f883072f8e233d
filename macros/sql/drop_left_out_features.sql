{# Drops the features that the var left_out_features names from a features relation that has just
   been built, so that nothing downstream is given them. #}
{% macro drop_left_out_features(relation) %}
    {% set needed = ['horizon', 'product_group', 'demand_class', 'mean_12_months_units'] %}
    {% set features = feature_columns(relation) | reject('in', needed) | list %}
    {% for feature in var('left_out_features') | unique if execute %}
        {% if feature not in features %}
            {{ exceptions.raise_compiler_error(
                "left_out_features names '" ~ feature ~ "', which is none of the features that can "
                ~ "be left out: " ~ features | join(', ')
            ) }}
        {% endif %}
        alter table {{ relation }} drop column {{ feature }};
    {% endfor %}
{% endmacro %}
