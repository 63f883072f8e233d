{# Names of the candidates that learn in a way ('none', 'per product', 'global', 'members'). #}
{% macro candidates_with_training(training) %}
    {% set names = [] %}
    {% for candidate, settings in var('candidates').items() if settings.training == training %}
        {% do names.append(candidate) %}
    {% endfor %}
    {{ return(names) }}
{% endmacro %}
