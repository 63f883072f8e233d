with

input_files as (

    select * from {{ ref('stg_input_files') }}

),

given_tables as (

    select distinct table_name from input_files

)

select * from given_tables
