{# A file without a byte has no header, of which DuckDB would make a column of its own. #}
{% macro refuse_empty_file(files) %}
    {% for file in files if not run_query(
        'select 1 from read_blob(' ~ text_literal(escape_glob(file)) ~ ') where size > 0'
    ).rows %}
        {% do refuse("'" ~ file ~ "' is empty.") %}
    {% endfor %}
{% endmacro %}
