with

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

left_out_sales as (

    select * from {{ ref('int_left_out_sales') }}

),

input_lines as (

    select * from {{ ref('int_input_lines') }}

),

findings as (

    select {{ finding(
        "'daily_sales'",
        "'months complete'",
        figure=dbt.datediff('first_sale_month', 'last_complete_month', 'month') ~ ' + 1',
        first_date='first_sale_month',
        last_date='last_complete_month'
    ) }}
    from last_complete_month

    union all

    select {{ finding(
        "'daily_sales'",
        "'lines left out'",
        item="'month not over'",
        figure='left_out_sales.line_count',
        share='left_out_sales.line_count / cast(input_lines.accepted_count as double)',
        first_date=add_months('left_out_sales.last_complete_month', 1),
        last_date='input_lines.last_date'
    ) }}
    from left_out_sales
    inner join input_lines on input_lines.table_name = 'daily_sales'
    where left_out_sales.line_count > 0

)

select * from findings
