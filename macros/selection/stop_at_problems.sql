{#
    Ends a test with what its query finds, in words: the column problem says what is wrong, where,
    and what to do.
#}
{% macro stop_at_problems(query) %}
    {% if execute and flags.WHICH in ['build', 'test'] %}
        {% set problems = run_query(query).columns['problem'].values() %}
        {% if problems %}
            {{ exceptions.raise_compiler_error(problems | unique | join(' ')) }}
        {% endif %}
    {% endif %}
{% endmacro %}
