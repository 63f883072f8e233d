{# A workbook that nobody has ordered in says nothing of open orders. #}

with

input_files as (

    select * from {{ ref('stg_input_files') }}

),

open_orders as (

    select * from {{ ref('int_open_orders') }}

),

given_tables as (

    select table_name from input_files
    where file_format <> 'workbook'

    union distinct

    select 'open_orders' as table_name from open_orders

)

select * from given_tables
