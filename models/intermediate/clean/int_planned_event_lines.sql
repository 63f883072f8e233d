with

planned_events as (

    select * from {{ ref('stg_planned_events') }}

),

products as (

    select product_id from {{ ref('int_products') }}

),

judged as (

    select
        planned_events.*,
        case
            when planned_events.field_problem is not null then planned_events.field_problem
            {{ product_reasons('planned_events', 'products.product_id') }}
            {{ date_reasons('planned_events', 'start_date', 'start date') }}
            {{ date_reasons('planned_events', 'end_date', 'end date') }}
            when planned_events.end_date < planned_events.start_date then 'end before start'
            {{ date_reasons('planned_events', 'known_on', 'known-on date', has_happened=true) }}
        end as rejection_reason

    from planned_events

    left join products on planned_events.product_id = products.product_id

)

select * from judged
