{# The folder with the input tables; refused where it does not exist or holds no file. #}
{% macro input_folder() %}
    {% set folder = env_var('RESTOCK_DATA', '') or 'seeds/sample' %}
    {% set pattern = escape_glob(folder) ~ '/**' %}
    {% if not run_query('select file from glob(' ~ text_literal(pattern) ~ ') limit 1').rows %}
        {% do refuse(
            "the input folder '" ~ folder ~ "' does not exist or holds no file. "
            ~ "Set RESTOCK_DATA to a folder with daily_sales and products (.csv or .parquet); "
            ~ "a relative path counts from the folder in which the command is started."
        ) %}
    {% endif %}
    {{ return(folder) }}
{% endmacro %}
