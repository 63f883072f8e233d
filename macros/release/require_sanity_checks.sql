{#
    Nothing is released unchecked: refuses to go on unless this very run includes every check of
    tests/dbt/sanity. dbt build runs them before the release and skips it when one fails; dbt run
    has none, and a selection may leave some out.
#}
{% macro require_sanity_checks() %}
    {% if execute and flags.WHICH in ['build', 'run'] %}
        {% for node in graph.nodes.values()
            if node.resource_type == 'test' and 'sanity' in node.tags
            and node.unique_id not in selected_resources %}
            {{ exceptions.raise_compiler_error(
                'No release without its checks: this run leaves out ' ~ node.name
                ~ '. Use `dbt build`, with a selection only if it includes release_candidates.'
            ) }}
        {% endfor %}
    {% endif %}
{% endmacro %}
