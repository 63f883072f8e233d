with

rejected_lines as (

    select * from {{ ref('int_rejected_lines') }}

)

select * from rejected_lines
