with

{% for model in line_models().values() %}
    {{ model }} as (

        select * from {{ ref(model) }}

    ),

{% endfor %}
used_lines as (

    {% for table_name, model in line_models().items() %}
        select
            '{{ table_name }}' as table_name,
            unreadable_columns,
            source_file,
            {{ values_text('source_values') }} as source_line

        from {{ model }}

        where
            unreadable_columns is not null
            and rejection_reason is null

        {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

unreadable as (

    select
        table_name,
        {{ each_name('unreadable_columns') }} as column_name,
        source_file,
        source_line

    from used_lines

),

counted as (

    select
        table_name,
        column_name,
        source_file,
        min({{ value_in_text('source_line', 'column_name') }}) as example,
        count(*) as value_count

    from unreadable

    group by table_name, column_name, source_file

)

select * from counted
