with

sales_range as (

    select * from {{ ref('int_sales_range') }}

),

open_weekdays as (

    select * from {{ ref('int_open_weekdays') }}

),

holidays as (

    select * from {{ ref('int_holidays') }}

),

rest_of_month as (

    select cast({{ date_spine_between(
        dbt.dateadd('day', 1, 'latest_sale_date'),
        dbt.last_day('latest_sale_date', 'month'),
        'day'
    ) }} as date) as calendar_date
    from sales_range

),

open_rest_of_month as (

    -- Weekdays as learned up to the month before: the last month is not a whole one yet.
    select count(*) as date_count

    from rest_of_month

    left join open_weekdays
        on
            extract(isodow from rest_of_month.calendar_date) = open_weekdays.weekday
            and {{ add_months(month_of('rest_of_month.calendar_date'), -1) }}
            = open_weekdays.cutoff_month

    left join holidays on rest_of_month.calendar_date = holidays.holiday_date

    where
        coalesce(open_weekdays.is_open, true)
        and holidays.holiday_date is null

),

derived as (

    select
        case
            when sales_range.is_monthly_data or open_rest_of_month.date_count = 0
                then {{ month_of('sales_range.latest_sale_date') }}
            else {{ add_months(month_of('sales_range.latest_sale_date'), -1) }}
        end as derived_month,
        sales_range.first_sale_month,
        {{ month_of('sales_range.latest_sale_date') }} as latest_sale_month

    from sales_range

    cross join open_rest_of_month

),

chosen as (

    select
        first_sale_month,
        latest_sale_month,
        {% if var('production_cutoff') -%}
            least(
                {{ month_of("cast('" ~ var('production_cutoff') ~ "' as date)") }},
                latest_sale_month
            )
        {%- else -%}
            derived_month
        {%- endif %} as last_complete_month

    from derived

)

select * from chosen
