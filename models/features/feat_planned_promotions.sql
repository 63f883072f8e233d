with

planned_events as (

    select * from {{ ref('int_planned_events') }}

),

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

promotions as (

    -- Only the months that can be a target: a plan without an end in sight is as good as others.
    select
        planned_events.product_id,
        planned_events.unit_price,
        planned_events.known_on,
        greatest(planned_events.start_date, last_complete_month.first_sale_month) as start_date,
        least(planned_events.end_date, {{ dbt.dateadd('day', -1, add_months(
            'last_complete_month.last_complete_month', var('max_horizon') + 1
        )) }}) as end_date

    from planned_events

    cross join last_complete_month

    where
        lower(planned_events.event_kind) = 'promotion'
        and planned_events.known_on is not null

),

event_dates as (

    select
        product_id,
        unit_price,
        known_on,
        cast(
            {{ date_spine_between('start_date', 'end_date', 'day') }} as date
        ) as event_date

    from promotions

    where end_date >= start_date

),

horizons as (

    {{ horizons() }}

),

known as (

    -- A plan counts from the cutoff on by whose end it was made.
    select
        event_dates.product_id,
        event_dates.event_date,
        event_dates.unit_price,
        horizons.horizon,
        {{ add_months(month_of('event_dates.event_date'), '-horizons.horizon') }} as cutoff_month

    from event_dates

    cross join horizons

    where
        event_dates.known_on < {{ add_months(
            add_months(month_of('event_dates.event_date'), '-horizons.horizon'), 1
        ) }}

),

counted as (

    select
        known.product_id,
        cast(count(distinct known.event_date) as integer) as planned_promotion_days,
        round(avg(known.unit_price), 4) as planned_unit_price,
        known.horizon,
        known.cutoff_month

    from known

    inner join last_complete_month
        on known.cutoff_month <= last_complete_month.last_complete_month

    group by known.product_id, known.horizon, known.cutoff_month

)

select * from counted
