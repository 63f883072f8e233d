with

repeated_days as (

    select * from {{ ref('int_repeated_days') }}

),

input_lines as (

    select * from {{ ref('int_input_lines') }}

),

counted as (

    select
        count(*) as day_count,
        sum(line_count) as line_count,
        min(sale_date) as first_date,
        max(sale_date) as last_date

    from repeated_days

),

findings as (

    select {{ finding(
        "'daily_sales'",
        "'days perhaps loaded twice'",
        figure='counted.day_count',
        share='counted.line_count / cast(input_lines.accepted_count as double)',
        first_date='counted.first_date',
        last_date='counted.last_date',
        is_doubtful='true'
    ) }}
    from counted
    inner join input_lines on input_lines.table_name = 'daily_sales'
    where counted.day_count > 0

)

select * from findings
