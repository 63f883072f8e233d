{# A path in which no character has a meaning to glob. #}
{% macro escape_glob(path) %}
    {{ return(path | replace('[', '[[]') | replace('*', '[*]') | replace('?', '[?]')) }}
{% endmacro %}
