{# Select of every date (datepart 'day') or month ('month') from first to last, both included. #}
{% macro date_spine_between(first, last, datepart) -%}
    {{ return(adapter.dispatch('date_spine_between')(first, last, datepart)) }}
{%- endmacro %}

{% macro duckdb__date_spine_between(first, last, datepart) -%}
    unnest(generate_series(
        cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval 1 {{ datepart }}
    ))
{%- endmacro %}
