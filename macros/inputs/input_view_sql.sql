{#
    The view of one source table: its contract's columns and source_file, nothing else of the
    files. A column with `config: meta: input_column` is read from the column of that name.
#}
{% macro input_view_sql(folder, table) %}
    {% set files = input_files(folder, table.name) %}
    {% set required = table.config.meta.get('required', false) %}
    {% if required and not files %}
        {% do refuse(
            "table " ~ table.name ~ " is missing: there is no '" ~ folder ~ "/" ~ table.name
            ~ ".csv', no '" ~ table.name ~ ".parquet' and no folder '" ~ table.name
            ~ "/' with such files."
        ) %}
    {% endif %}
    {% set found = {} %}
    {% if files %}
        {% do refuse_empty_file(files) %}
        {% for name in run_query('describe select * from ' ~ input_reader(files)).columns[0] %}
            {% do found.update({name | trim | lower: name}) %}
        {% endfor %}
    {% endif %}
    {% set expressions = [] %}
    {% for column in table.columns.values() if column.name != 'source_file' %}
        {% set input_column = column.config.meta.get('input_column', column.name) %}
        {% if input_column | lower in found %}
            {% do expressions.append(
                identifier(found[input_column | lower]) ~ ' as ' ~ column.name
            ) %}
        {% elif files and column.config.meta.get('required', false) %}
            {% do refuse(
                "'" ~ files[0] ~ "' has no column '" ~ input_column ~ "'. Its columns are: "
                ~ (found.values() | reject('equalto', 'filename') | join(', '))
                ~ ". Add the column, or name the one to read in models/staging/_sources.yml."
            ) %}
        {% else %}
            {% do expressions.append(
                'cast(null as ' ~ column.data_type ~ ') as ' ~ column.name
            ) %}
        {% endif %}
    {% endfor %}
    {% do expressions.append(
        ('filename' if files else 'cast(null as varchar)') ~ ' as source_file'
    ) %}
    {{ return(
        'create or replace view raw.' ~ table.name ~ ' as select '
        ~ expressions | join(', ')
        ~ (' from ' ~ input_reader(files) if files else ' where false')
    ) }}
{% endmacro %}
