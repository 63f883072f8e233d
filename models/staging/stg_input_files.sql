with

source as (

    select * from {{ source('reading', 'input_files') }}

),

renamed as (

    select
        table_name,
        file as source_file,
        format as file_format,
        encoding,
        delimiter,
        bytes as file_bytes

    from source

)

select * from renamed
