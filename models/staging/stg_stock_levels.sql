with

source as (

    select * from {{ source('raw', 'stock_levels') }}

),

renamed as (

    select
        nullif(cast(product_id as varchar), '') as product_id,
        {{ try_cast('on_hand_units', 'double') }} as on_hand_units,
        {{ read_date('stock_date') }} as stock_date,
        source_file

    from source

)

select * from renamed
