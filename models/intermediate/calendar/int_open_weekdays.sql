with

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

sales_range as (

    select * from {{ ref('int_sales_range') }}

),

sale_dates as (

    select distinct sale_date
    from sales_daily
    where gross_units > 0

),

dates as (

    select
        cast(
            {{ date_spine_between(
                'first_sale_date', dbt.last_day('latest_sale_date', 'month'), 'day'
            ) }} as date
        ) as calendar_date
    from sales_range

),

months as (

    select
        {{ month_of('dates.calendar_date') }} as calendar_month,
        extract(isodow from dates.calendar_date) as weekday,
        count(*) as date_count,
        count(sale_dates.sale_date) as sale_date_count,
        max(extract(day from sale_dates.sale_date)) as latest_day

    from dates

    left join sale_dates on dates.calendar_date = sale_dates.sale_date

    group by 1, 2

),

trailing_year as (

    select
        calendar_month,
        weekday,
        sum(date_count) over (
            partition by weekday order by calendar_month rows between 11 preceding and current row
        ) as date_count,
        sum(sale_date_count) over (
            partition by weekday order by calendar_month rows between 11 preceding and current row
        ) as sale_date_count,
        max(latest_day) over (
            order by calendar_month range unbounded preceding
        ) as latest_day

    from months

),

shared as (

    select
        *,
        sale_date_count >= {{ var('open_weekday_share') }} * date_count as is_often_sold_on

    from trailing_year

),

judged as (

    -- Monthly data, so far, and sales too rare to tell any weekday leave all of them open.
    select
        calendar_month as cutoff_month,
        weekday,
        is_often_sold_on
        or latest_day = 1
        or not max(is_often_sold_on) over (partition by calendar_month) as is_open

    from shared

)

select * from judged
