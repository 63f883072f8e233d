{# baseline wape - wape (Gilliland 2010)
   forecast value added, in wape points; positive: adds value. #}
{% macro fva(wape, baseline_wape) -%}
    {{ baseline_wape }} - {{ wape }}
{%- endmacro %}
