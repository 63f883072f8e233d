{#
    Makes one view raw.<table> for each source table out of the folder that RESTOCK_DATA names
    (unset: the sample) or the database that the profile attaches, so that staging and everything
    after it are the same for every input.
    How they are to be read is found out by the Python package restock.inputs, which
    dbt-duckdb's plugin offers as a SQL function. What cannot be used is refused here, before
    anything is built.
#}
{% macro create_input_views() %}
    {% if execute and flags.WHICH in ['build', 'run', 'test'] and not var('reproduced_release') %}
        {% set answer = fromjson(run_query(
            'select restock_read_input(' ~ text_literal(env_var('RESTOCK_DATA', '')) ~ ', '
            ~ text_literal(tojson(input_contract())) ~ ', '
            ~ text_literal(target.path ~ '.input') ~ ')'
        ).columns[0].values()[0]) %}
        {% if answer.refusal %}
            {% do refuse(answer.refusal) %}
        {% endif %}
        {% for statement in answer.statements %}
            {% do run_query(statement) %}
        {% endfor %}
        {% do refuse_unusable_input(answer.place) %}
    {% endif %}
{% endmacro %}
