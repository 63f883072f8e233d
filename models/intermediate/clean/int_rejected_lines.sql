with

{% for model in line_models().values() %}
    {{ model }} as (

        select * from {{ ref(model) }}

    ),

{% endfor %}
rejected as (

    {% for table_name, model in line_models().items() %}
        select
            '{{ table_name }}' as table_name,
            rejection_reason,
            product_id,
            source_file,
            {{ values_text('source_values') }} as source_line

        from {{ model }}

        where rejection_reason is not null

        {% if not loop.last %}union all{% endif %}

    {% endfor %}

)

select * from rejected
