with

source as (

    select * from {{ source('raw', 'planned_events') }}

),

renamed as (

    select
        product_id,
        nullif(trim(kind), '') as event_kind,
        unit_price,
        start_date,
        end_date,
        known_on,
        unreadable_columns,
        field_problem,
        source_file,
        source_values

    from source

)

select * from renamed
