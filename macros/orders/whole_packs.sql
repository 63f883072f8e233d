{# Units as whole packs, rounded up or down; what a number of floating point adds or lacks does not
   make a pack. #}
{% macro whole_packs(units, pack_size, rounded='up') -%}
    {% if rounded == 'up' -%}
        round(ceil({{ units }} / {{ pack_size }} - 1e-9) * {{ pack_size }}, 6)
    {%- else -%}
        round(floor({{ units }} / {{ pack_size }} + 1e-9) * {{ pack_size }}, 6)
    {%- endif %}
{%- endmacro %}
