{#
    The table function that reads the files. CSV comes in as text, so that a value that cannot
    be read becomes a rejected line in staging instead of an error here.
#}
{% macro input_reader(files) %}
    {% set literals = [] %}
    {% for file in files %}
        {% do literals.append(text_literal(escape_glob(file))) %}
    {% endfor %}
    {% set list = '[' ~ literals | join(', ') ~ ']' %}
    {% if files[0].endswith('.parquet') %}
        {{ return('read_parquet(' ~ list ~ ', union_by_name = true, filename = true)') }}
    {% endif %}
    {{ return(
        'read_csv(' ~ list ~ ', header = true, all_varchar = true, union_by_name = true, '
        ~ 'filename = true, sample_size = 20480)'
    ) }}
{% endmacro %}
