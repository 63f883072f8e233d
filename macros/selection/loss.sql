{# What a candidate scored by the criterion of a segment; best: least. #}
{% macro loss(criterion, scores) -%}
    case when {{ criterion }} = 'wape' then {{ scores }}.wape else {{ scores }}.total_rmse end
{%- endmacro %}
