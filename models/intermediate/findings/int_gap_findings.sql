with

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

open_months as (

    select * from {{ ref('int_open_months') }}

),

days_without_sales as (

    select * from {{ ref('int_days_without_sales') }}

),

months as (

    select
        cast(
            {{ date_spine_between('first_sale_month', 'last_complete_month', 'month') }} as date
        ) as calendar_month
    from last_complete_month

),

months_without_sales as (

    select
        count(*) as month_count,
        min(months.calendar_month) as first_date,
        max(months.calendar_month) as last_date

    from months

    left join open_months on months.calendar_month = open_months.open_month

    where open_months.open_month is null

),

longest_first as (

    select
        *,
        row_number() over (order by day_count desc, first_date asc) as place
    from days_without_sales

),

findings as (

    select {{ finding(
        "'daily_sales'",
        "'months without a sale'",
        figure='month_count',
        first_date='first_date',
        last_date='last_date',
        is_doubtful='true'
    ) }}
    from months_without_sales
    where month_count > 0

    union all

    select {{ finding(
        "'daily_sales'",
        "'open days without a sale'",
        item="'longest run'",
        figure='day_count',
        first_date='first_date',
        last_date='last_date',
        is_doubtful='day_count >= ' ~ var('doubtful_closed_days')
    ) }}
    from longest_first
    where place = 1

)

select * from findings
