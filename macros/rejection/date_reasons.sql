{# Branches of a case: why a date cannot be used. What has happened cannot lie in the future, but
   for the day that it is already tomorrow elsewhere. #}
{% macro date_reasons(lines, column, name, has_happened=false) -%}
    {%- set latest = (run_started_at + modules.datetime.timedelta(days=1)).strftime('%Y-%m-%d') -%}
    when {{ lines }}.{{ column }} is null and {{ is_unreadable(lines, column) }}
        then 'unparseable {{ name }}'
    when {{ lines }}.{{ column }} is null then 'missing {{ name }}'
    when {{ lines }}.{{ column }} < cast('{{ var("earliest_sale_date") }}' as date)
        then '{{ name }} before {{ var("earliest_sale_date")[:4] }}'
    {%- if has_happened %}
    when {{ lines }}.{{ column }} > cast('{{ latest }}' as date)
        then '{{ name }} in the future'
    {%- endif %}
{%- endmacro %}
