with

input_lines as (

    select * from {{ ref('int_input_lines') }}

),

rejection_reasons as (

    select * from {{ ref('int_rejection_reasons') }}

),

unreadable_values as (

    select * from {{ ref('int_unreadable_values') }}

),

unreadable as (

    select
        table_name,
        column_name,
        sum(value_count) as value_count,
        min(concat(source_file, ': ', example)) as example

    from unreadable_values

    group by table_name, column_name

),

findings as (

    select {{ finding(
        'table_name',
        "'lines accepted'",
        figure='accepted_count',
        share='accepted_count / nullif(cast(line_count as double), 0)',
        first_date='first_date',
        last_date='last_date'
    ) }}
    from input_lines

    union all

    select {{ finding(
        'rejection_reasons.table_name',
        "'lines rejected'",
        item='rejection_reasons.rejection_reason',
        example='rejection_reasons.example',
        figure='rejection_reasons.line_count',
        share='rejection_reasons.line_count / cast(input_lines.line_count as double)',
        is_doubtful='true'
    ) }}
    from rejection_reasons
    inner join input_lines on rejection_reasons.table_name = input_lines.table_name

    union all

    select {{ finding(
        'table_name',
        "'products unknown'",
        example='first_product_id',
        figure='product_count',
        is_doubtful='true'
    ) }}
    from rejection_reasons
    where rejection_reason = 'unknown product'

    union all

    select {{ finding(
        'unreadable.table_name',
        "'values unreadable'",
        item='unreadable.column_name',
        example='unreadable.example',
        figure='unreadable.value_count',
        share='unreadable.value_count / cast(input_lines.accepted_count as double)',
        is_doubtful='true'
    ) }}
    from unreadable
    inner join input_lines on unreadable.table_name = input_lines.table_name

)

select * from findings
