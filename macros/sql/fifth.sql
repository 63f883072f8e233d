{# Which fifth of the rows of a partition a row's value is in, 1: the lowest. Equal values are in the
   same fifth; null where there is no value. #}
{% macro fifth(value, partition) -%}
    case
        when {{ value }} is not null
            then cast(floor(
                5 * (rank() over (partition by {{ partition }} order by {{ value }} nulls last) - 1)
                / count({{ value }}) over (partition by {{ partition }})
            ) as integer) + 1
    end
{%- endmacro %}
