{#
    The view of one source table: its contract's columns and source_file, nothing else of the
    files. A column with `config: meta: input_column` is read from the column of that name.
#}
{% macro input_view_sql(folder, table) %}
    {% set files = input_files(folder, table.name) %}
    {% if table.config.meta.get('required', false) and not files %}
        {% do refuse(
            "table " ~ table.name ~ " is missing: there is no '" ~ folder ~ "/" ~ table.name
            ~ ".csv', no '" ~ table.name ~ ".parquet' and no folder '" ~ table.name
            ~ "/' with such files."
        ) %}
    {% endif %}
    {% do refuse_empty_file(files) %}
    {% set found = input_columns(files, table) %}
    {% set expressions = [] %}
    {% for column in table.columns.values() if column.name != 'source_file' %}
        {% set input_column = column.config.meta.get('input_column', column.name) | lower %}
        {% do expressions.append(
            (identifier(found[input_column]) if input_column in found
             else 'cast(null as ' ~ column.data_type ~ ')') ~ ' as ' ~ column.name
        ) %}
    {% endfor %}
    {% do expressions.append(
        ('__source_file' if files else 'cast(null as varchar)') ~ ' as source_file'
    ) %}
    {{ return(
        'create or replace view raw.' ~ table.name ~ ' as select '
        ~ expressions | join(', ')
        ~ (' from ' ~ input_reader(files) if files else ' where false')
    ) }}
{% endmacro %}
