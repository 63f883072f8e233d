with

source as (

    select * from {{ source('reading', 'input_columns') }}

),

renamed as (

    select
        table_name,
        column_name,
        input_column,
        types_in_files,
        read_as,
        is_found

    from source

)

select * from renamed
