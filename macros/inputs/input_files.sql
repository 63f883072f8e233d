{#
    Files of a table: <name>.csv, <name>.parquet, or all such files in a folder <name>/.
    Two formats side by side are refused: one of them would be read twice or not at all.
#}
{% macro input_files(folder, table_name) %}
    {% set path = escape_glob(folder) ~ '/' ~ table_name %}
    {% set files = [] %}
    {% for pattern in ['.csv', '.parquet', '/*.csv', '/*.parquet'] %}
        {% set found = run_query(
            'select file from glob(' ~ text_literal(path ~ pattern) ~ ') order by file'
        ).columns[0].values() %}
        {% if found and files %}
            {% do refuse(
                'table ' ~ table_name ~ " comes twice: '" ~ files[0] ~ "' and '" ~ found[0]
                ~ "'. Keep one of them."
            ) %}
        {% endif %}
        {% do files.extend(found) %}
    {% endfor %}
    {{ return(files) }}
{% endmacro %}
