with

input_files as (

    select * from {{ ref('stg_input_files') }}

),

input_columns as (

    select * from {{ ref('stg_input_columns') }}

),

described as (

    select
        table_name,
        source_file,
        file_bytes,
        concat_ws(
            ' ',
            file_format,
            encoding,
            case when delimiter = chr(9) then 'tab' else '"' || delimiter || '"' end
        ) as file_kind

    from input_files

),

counted as (

    select
        table_name,
        file_kind,
        count(*) as file_count,
        sum(file_bytes) as file_bytes,
        min(source_file) as example

    from described

    group by table_name, file_kind

),

findings as (

    select {{ finding(
        'table_name', "'files'", item='file_kind', figure='file_count', example='example'
    ) }}
    from counted

    union all

    select {{ finding('table_name', "'file bytes'", item='file_kind', figure='file_bytes') }}
    from counted

    union all

    select {{ finding(
        'table_name',
        "case when is_found then 'columns found' else 'columns missing' end",
        item='column_name',
        example="concat_ws(', ', nullif(input_column, column_name), read_as, types_in_files)"
    ) }}
    from input_columns

)

select * from findings
