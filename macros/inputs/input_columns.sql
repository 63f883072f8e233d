{#
    Columns that the files of a table have, as {lower-case name: name}. A required column must
    be in each of them: lines of a file without it would all be rejected.
#}
{% macro input_columns(files, table) %}
    {% set found = {} %}
    {% for file in files %}
        {% set names = [] %}
        {% for name in run_query('describe select * from ' ~ input_reader([file])).columns[0]
            if name != '__source_file' %}
            {% do names.append(name) %}
            {% do found.update({name | trim | lower: name}) %}
        {% endfor %}
        {% set lower_names = names | map('trim') | map('lower') | list %}
        {% for column in table.columns.values() if column.config.meta.get('required', false) %}
            {% set input_column = column.config.meta.get('input_column', column.name) %}
            {% if input_column | lower not in lower_names %}
                {% do refuse(
                    "'" ~ file ~ "' has no column '" ~ input_column ~ "'. Its columns are: "
                    ~ names | join(', ') ~ ". Add the column, name the one to read in "
                    ~ 'models/staging/_sources.yml, or look for a line with another number of '
                    ~ 'fields than the header.'
                ) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}
