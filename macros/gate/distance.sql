{# abs(ln((forecast + usual) / (reference + usual))), usual: a tenth of what demand changes by from
   month to month. 0 where both are equal, ln(2) where one is twice the other; zeros have one, what
   is not finite has none: another check finds it. #}
{% macro distance(forecast, reference, spread) -%}
    case when isfinite({{ forecast }}) and isfinite({{ reference }}) then abs(ln(
        (greatest({{ forecast }}, 0) + 0.1 * {{ spread }} + 1e-6)
        / (greatest({{ reference }}, 0) + 0.1 * {{ spread }} + 1e-6)
    )) end
{%- endmacro %}
