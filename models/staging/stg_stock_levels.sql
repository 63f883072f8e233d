with

source as (

    select * from {{ source('raw', 'stock_levels') }}

),

renamed as (

    select
        product_id,
        on_hand_units,
        stock_date,
        unreadable_columns,
        field_problem,
        source_file,
        source_values

    from source

)

select * from renamed
