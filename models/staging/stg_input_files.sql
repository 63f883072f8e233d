with

source as (

    select * from {{ source('reading', 'input_files') }}

),

renamed as (

    -- What is null for all files has no type of its own.
    select
        table_name,
        file as source_file,
        format as file_format,
        cast(encoding as varchar) as encoding,
        cast(delimiter as varchar) as delimiter,
        bytes as file_bytes

    from source

)

select * from renamed
