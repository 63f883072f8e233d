{% set accepted = {
    'daily_sales': ('int_sales_daily', 'sum(line_count)', 'sale_date', 'sale_date'),
    'open_orders': ('int_open_orders', 'count(*)', 'due_month', 'due_month'),
    'overrides': ('int_overrides', 'count(*)', 'target_month', 'target_month'),
    'planned_events': ('int_planned_events', 'count(*)', 'start_date', 'end_date'),
    'products': ('int_products', 'count(*)', 'launched_on', 'launched_on'),
    'stock_levels': ('int_stock_levels', 'count(*)', 'stock_date', 'stock_date'),
} %}

with

{% for model, _, _, _ in accepted.values() %}
    {{ model | replace('int_', '') }} as (

        select * from {{ ref(model) }}

    ),

{% endfor %}
input_files as (

    select * from {{ ref('stg_input_files') }}

),

rejection_reasons as (

    select * from {{ ref('int_rejection_reasons') }}

),

accepted as (

    {% for table_name, (model, line_count, first_date, last_date) in accepted.items() %}
        select
            '{{ table_name }}' as table_name,
            coalesce({{ line_count }}, 0) as accepted_count,
            min({{ first_date }}) as first_date,
            max({{ last_date }}) as last_date

        from {{ model | replace('int_', '') }}

        {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

given as (

    select distinct table_name
    from input_files

),

rejected as (

    select
        table_name,
        sum(line_count) as rejected_count

    from rejection_reasons

    group by table_name

),

counted as (

    select
        accepted.table_name,
        accepted.accepted_count,
        accepted.accepted_count + coalesce(rejected.rejected_count, 0) as line_count,
        accepted.first_date,
        accepted.last_date

    from accepted

    inner join given on accepted.table_name = given.table_name

    left join rejected on accepted.table_name = rejected.table_name

)

select * from counted
