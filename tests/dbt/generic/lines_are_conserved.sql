{# No line is lost: input lines = accepted + rejected. #}
{% test lines_are_conserved(model) %}

with

counts as (

    select
        (select count(*) from {{ ref('stg_daily_sales') }}) as input_count,
        (select coalesce(sum(line_count), 0) from {{ model }}) as accepted_count,
        (
            select count(*) from {{ ref('int_rejected_lines') }}
            where table_name = 'daily_sales'
        ) as rejected_count

)

select * from counts
where input_count <> accepted_count + rejected_count

{% endtest %}
