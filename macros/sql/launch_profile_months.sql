{# Months of a launch that its profile tells of: the last that a released cold start looks to. #}
{% macro launch_profile_months() -%}
    {{ var('cold_start_months') + var('released_horizons') }}
{%- endmacro %}
