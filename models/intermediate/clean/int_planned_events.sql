with

planned_event_lines as (

    select * from {{ ref('int_planned_event_lines') }}

),

accepted as (

    select
        product_id,
        event_kind,
        unit_price,
        start_date,
        end_date,
        known_on

    from planned_event_lines

    where rejection_reason is null

)

select * from accepted
