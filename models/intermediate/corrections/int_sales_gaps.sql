with

selling_rates as (

    select * from {{ ref('int_selling_rates') }}

),

daily_gaps as (

    select * from {{ ref('int_daily_gaps') }}

),

open_dates as (

    select * from {{ ref('int_open_dates') }}

),

gaps as (

    -- Within the month.
    select
        product_id,
        demand_month,
        first_open_number as gap_start_number,
        first_open_number,
        last_open_number,
        false as reaches_month_end
    from daily_gaps

    union all

    -- Up to the month's first sale; all of a month without one.
    select
        product_id,
        demand_month,
        previous_selling_number + 1 as gap_start_number,
        first_open_number,
        coalesce(first_selling_number - 1, last_open_number) as last_open_number,
        first_selling_number is null as reaches_month_end
    from selling_rates

    union all

    -- From the month's last sale on.
    select
        product_id,
        demand_month,
        last_selling_number + 1 as gap_start_number,
        last_selling_number + 1 as first_open_number,
        last_open_number,
        true as reaches_month_end
    from selling_rates

),

measured as (

    select
        *,
        last_open_number - gap_start_number + 1 as gap_days,
        last_open_number - first_open_number + 1 as gap_days_in_month
    from gaps

),

dated as (

    select
        measured.product_id,
        measured.demand_month,
        measured.first_open_number,
        measured.last_open_number,
        measured.gap_days,
        measured.gap_days_in_month,
        measured.reaches_month_end,
        first_dates.open_date as gap_start_date,
        last_dates.open_date as last_date

    from measured

    inner join open_dates as first_dates on measured.gap_start_number = first_dates.open_number

    inner join open_dates as last_dates on measured.last_open_number = last_dates.open_number

    where
        measured.gap_days >= {{ var('stockout_min_days') }}
        and measured.gap_days_in_month > 0

)

select * from dated
