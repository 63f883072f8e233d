{# The columns identify a row: none of them is null, and no two rows agree in all. #}
{% test grain(model, columns) %}

with

keys as (

    select {{ columns | join(', ') }}
    from {{ model }}

),

repeated as (

    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from keys
    group by {{ columns | join(', ') }}
    having count(*) > 1

),

incomplete as (

    select
        *,
        1 as row_count
    from keys
    where {% for column in columns -%}
        {{ column }} is null {%- if not loop.last %} or {% endif -%}
    {% endfor %}

)

select * from repeated
union all
select * from incomplete

{% endtest %}
