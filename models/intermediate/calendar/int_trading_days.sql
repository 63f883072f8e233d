with

open_weekdays as (

    select * from {{ ref('int_open_weekdays') }}

),

holidays as (

    select * from {{ ref('int_holidays') }}

),

cutoffs as (

    select distinct cutoff_month from open_weekdays

),

dates as (

    select
        cutoff_month,
        cast({{ date_spine_between(
            'cutoff_month',
            dbt.dateadd('day', -1, add_months('cutoff_month', var('max_horizon') + 1)),
            'day'
        ) }} as date) as calendar_date
    from cutoffs

),

counted as (

    select
        dates.cutoff_month,
        {{ month_of('dates.calendar_date') }} as target_month,
        cast(sum(
            case when open_weekdays.is_open and holidays.holiday_date is null then 1 else 0 end
        ) as integer) as trading_days

    from dates

    left join open_weekdays
        on
            dates.cutoff_month = open_weekdays.cutoff_month
            and extract(isodow from dates.calendar_date) = open_weekdays.weekday

    left join holidays on dates.calendar_date = holidays.holiday_date

    group by 1, 2

)

select * from counted
