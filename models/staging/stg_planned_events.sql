with

source as (

    select * from {{ source('raw', 'planned_events') }}

),

renamed as (

    select
        nullif(cast(product_id as varchar), '') as product_id,
        nullif(trim(cast(kind as varchar)), '') as event_kind,
        {{ try_cast('unit_price', 'double') }} as unit_price,
        {{ read_date('start_date') }} as start_date,
        {{ read_date('end_date') }} as end_date,
        {{ read_date('known_on') }} as known_on,
        source_file

    from source

)

select * from renamed
