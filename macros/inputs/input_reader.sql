{#
    The table function that reads the files. CSV comes in as text, so that a value that cannot
    be read becomes a rejected line in staging instead of an error here; the quote is named,
    because the first quoted value may come long after the lines that are sampled.
#}
{% macro input_reader(files) %}
    {% set literals = [] %}
    {% for file in files %}
        {% do literals.append(text_literal(escape_glob(file))) %}
    {% endfor %}
    {% set arguments = '[' ~ literals | join(', ') ~ "], union_by_name = true, "
        ~ "filename = '__source_file'" %}
    {% if files[0].endswith('.parquet') %}
        {{ return('read_parquet(' ~ arguments ~ ')') }}
    {% endif %}
    {{ return(
        'read_csv(' ~ arguments ~ ", header = true, all_varchar = true, sample_size = 20480, "
        ~ "quote = '\"', escape = '\"')"
    ) }}
{% endmacro %}
