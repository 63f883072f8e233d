{% set shares = ['share', 'catalogue'] %}

with

{% for kind in ['total', 'shift'] + shares -%}
    {{ kind }}_figures as (

        select * from {{ ref('int_' ~ kind ~ '_figures') }}

    ),

{% endfor -%}

unioned as (

    {% for kind in ['total', 'shift'] + shares -%}
        select
            check_name,
            product_group,
            figure,
            {{ 'product_count' if kind in shares else 'cast(null as bigint)' }} as product_count,
            months_before_production,
            cutoff_month
        from {{ kind }}_figures
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from unioned
