with

source as (

    select * from {{ source('raw', 'overrides') }}

),

renamed as (

    select
        nullif(cast(product_id as varchar), '') as product_id,
        nullif(trim(cast(owner as varchar)), '') as owner,
        nullif(trim(cast(reason as varchar)), '') as reason,
        {{ try_cast('override_units', 'double') }} as override_units,
        {{ month_of(read_date('target_month')) }} as target_month,
        {{ read_date('expires_on') }} as expires_on,
        source_file

    from source

)

select * from renamed
