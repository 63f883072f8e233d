{# Several quantiles of a group of numbers, interpolated, out of one look at them; quantile_at takes
   one of them out. #}
{% macro quantiles(column, levels) -%}
    {{ return(adapter.dispatch('quantiles')(column, levels)) }}
{%- endmacro %}

{% macro duckdb__quantiles(column, levels) -%}
    quantile_cont({{ column }}, [{{ levels | join(', ') }}])
{%- endmacro %}
