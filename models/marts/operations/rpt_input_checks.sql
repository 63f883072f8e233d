{% set kinds = ['file', 'line', 'history', 'gap', 'product', 'repeat', 'stock', 'correction'] %}

with

{% for kind in kinds %}
    {{ kind }}_findings as (

        select * from {{ ref('int_' ~ kind ~ '_findings') }}

    ),

{% endfor %}
findings as (

    {% for kind in kinds %}
        select * from {{ kind }}_findings
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from findings
