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
            {{ date_spine_between('first_sale_date', 'latest_sale_date', 'day') }} as date
        ) as calendar_date
    from sales_range

),

months as (

    select
        {{ month_of('dates.calendar_date') }} as calendar_month,
        extract(isodow from dates.calendar_date) as weekday,
        count(*) as date_count,
        count(sale_dates.sale_date) as sale_date_count

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
        ) as sale_date_count

    from months

),

judged as (

    select
        trailing_year.calendar_month as cutoff_month,
        trailing_year.weekday,
        sales_range.is_monthly_data
        or trailing_year.sale_date_count
        >= {{ var('open_weekday_share') }} * trailing_year.date_count as is_open

    from trailing_year

    cross join sales_range

)

select * from judged
