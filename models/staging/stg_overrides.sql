with

source as (

    select * from {{ source('raw', 'overrides') }}

),

renamed as (

    select
        product_id,
        nullif(trim(owner), '') as owner,
        nullif(trim(reason), '') as reason,
        nullif(trim(comment), '') as comment,
        override_units,
        decided_number,
        {{ month_of('target_month') }} as target_month,
        {{ month_of('decided_month') }} as decided_month,
        expires_on,
        unreadable_columns,
        field_problem,
        source_file,
        source_values

    from source

)

select * from renamed
