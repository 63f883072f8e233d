{# No line is lost: lines of an input table = accepted + rejected. #}
{% test lines_are_conserved(model, table_name, accepted='count(*)') %}

with

counts as (

    select
        (select count(*) from {{ ref('stg_' ~ table_name) }}) as input_count,
        (select coalesce({{ accepted }}, 0) from {{ model }}) as accepted_count,
        (
            select count(*) from {{ ref('int_rejected_lines') }}
            where table_name = '{{ table_name }}'
        ) as rejected_count

)

select * from counts
where input_count <> accepted_count + rejected_count

{% endtest %}
