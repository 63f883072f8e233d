with

source as (

    select * from {{ source('raw', 'open_orders') }}

),

renamed as (

    select
        nullif(cast(product_id as varchar), '') as product_id,
        {{ try_cast('ordered_units', 'double') }} as ordered_units,
        {{ month_of(read_date('due_month')) }} as due_month,
        source_file

    from source

)

select * from renamed
