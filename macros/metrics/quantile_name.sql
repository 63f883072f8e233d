{# Name of the column of a quantile level: 0.9 is p90, 0.975 is p97_5. #}
{% macro quantile_name(level) -%}
    {% set percent = (level * 100) | round(4) -%}
    p{{ (percent | int if percent == percent | int else percent) | string | replace('.', '_') }}
{%- endmacro %}
