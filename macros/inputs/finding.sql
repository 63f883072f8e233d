{# The columns of a finding, typed, so that findings of all kinds stand in one table. Arguments are
   SQL expressions; an argument that is left out has nothing to say. #}
{% macro finding(
    table_name, finding, item="'all'", example='null', figure='null', share='null',
    first_date='null', last_date='null', is_doubtful='false'
) -%}
    cast({{ table_name }} as varchar) as table_name,
    cast({{ finding }} as varchar) as finding,
    cast({{ item }} as varchar) as item,
    cast({{ example }} as varchar) as example,
    round(cast({{ figure }} as double), 4) as figure,
    round(cast({{ share }} as double), 6) as share,
    cast({{ is_doubtful }} as boolean) as is_doubtful,
    cast({{ first_date }} as date) as first_date,
    cast({{ last_date }} as date) as last_date
{%- endmacro %}
