{# Text from outside as a SQL literal: it can never become SQL. #}
{% macro text_literal(text) %}
    {{ return("'" ~ (text | string | replace("'", "''")) ~ "'") }}
{% endmacro %}
