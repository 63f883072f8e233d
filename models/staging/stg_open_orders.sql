with

source as (

    select * from {{ source('raw', 'open_orders') }}

),

renamed as (

    select
        product_id,
        release_id,
        ordered_units,
        {{ month_of('due_month') }} as due_month,
        unreadable_columns,
        field_problem,
        source_file,
        source_values

    from source

)

select * from renamed
