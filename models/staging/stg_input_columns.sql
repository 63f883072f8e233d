with

source as (

    select * from {{ source('reading', 'input_columns') }}

),

renamed as (

    select
        table_name,
        column_name,
        input_column,
        cast(types_in_files as varchar) as types_in_files,
        cast(read_as as varchar) as read_as,
        is_found

    from source

)

select * from renamed
