{# The first reason why a sale line cannot be used, by itself; null: none. Used by the cleaning and
   by the refusal before it, so that both count the same lines. #}
{% macro sale_rejection_reason(lines, known_product) -%}
    case
        when {{ lines }}.field_problem is not null then {{ lines }}.field_problem
        {{ date_reasons(lines, 'sale_date', 'date', has_happened=true) }}
        {{ product_reasons(lines, known_product) }}
        {{ number_reasons(lines, 'quantity', 'quantity') }}
    end
{%- endmacro %}
