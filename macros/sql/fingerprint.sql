{#
    A 64-bit number made of the text of the columns, the same on every machine and version.
    The sum of the fingerprints of a set of rows is the fingerprint of the set: no order is
    needed, and a running sum gives the fingerprint as of every month in one pass.
#}
{% macro fingerprint(columns) -%}
    {{ return(adapter.dispatch('fingerprint')(columns)) }}
{%- endmacro %}

{% macro duckdb__fingerprint(columns) -%}
    {#- Unit separator between the values, record separator for a null: no text holds them. -#}
    md5_number_lower(concat_ws(chr(31)
    {%- for column in columns -%}
        , coalesce(cast({{ column }} as varchar), chr(30))
    {%- endfor -%}
    ))
{%- endmacro %}
