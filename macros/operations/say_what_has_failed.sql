{# The checks of the gate that have blocked the release, each with its figure and bound. #}
{% macro say_what_has_failed(results) %}
    {% set blocked = [] %}
    {% for result in results
        if result.status == 'fail' and 'sanity' in result.node.tags %}
        {% do blocked.append("'" ~ result.node.name ~ "'") %}
    {% endfor %}
    {% if blocked %}
        {{ log('', info=true) }}
        {{ log('The gate has blocked the release (docs/gate.md: what to do):', info=true) }}
        {% for row in run_query(
            'select check_name, finding from marts.release_checks where check_name in ('
            ~ blocked | join(', ') ~ ') order by check_number'
        ).rows %}
            {{ log('  ' ~ row['check_name'] ~ ': ' ~ row['finding'], info=true) }}
        {% endfor %}
    {% endif %}
{% endmacro %}
