{# A name from outside as a SQL identifier: it can never become SQL. #}
{% macro identifier(name) %}
    {{ return('"' ~ (name | replace('"', '""')) ~ '"') }}
{% endmacro %}
