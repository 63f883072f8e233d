{# Ends the run with exit code 2 and a message for people. #}
{% macro refuse(message) %}
    {{ exceptions.raise_compiler_error('Restock cannot use this input: ' ~ message) }}
{% endmacro %}
