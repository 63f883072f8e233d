with

sales_range as (

    select * from {{ ref('int_sales_range') }}

),

open_dates as (

    select * from {{ ref('int_open_dates') }}

),

open_weekdays as (

    select * from {{ ref('int_open_weekdays') }}

),

holidays as (

    select * from {{ ref('int_holidays') }}

),

dates as (

    select
        cast({{ date_spine_between('first_sale_date', 'latest_sale_date', 'day') }} as date)
            as calendar_date
    from sales_range
    where not is_monthly_data

),

business_days as (

    select
        dates.calendar_date,
        open_dates.open_date is not null as has_sale,
        row_number() over (order by dates.calendar_date) as day_number

    from dates

    inner join open_weekdays
        on
            extract(isodow from dates.calendar_date) = open_weekdays.weekday
            and {{ month_of('dates.calendar_date') }} = open_weekdays.cutoff_month

    left join open_dates on dates.calendar_date = open_dates.open_date

    left join holidays on dates.calendar_date = holidays.holiday_date

    where
        open_weekdays.is_open
        and holidays.holiday_date is null

),

in_runs as (

    -- The two numbers grow alike within a run.
    select
        calendar_date,
        day_number - row_number() over (order by calendar_date) as run_number
    from business_days
    where not has_sale

),

runs as (

    select
        count(*) as day_count,
        min(calendar_date) as first_date,
        max(calendar_date) as last_date

    from in_runs

    group by run_number

)

select * from runs
