with

open_dates as (

    select * from {{ ref('int_open_dates') }}

),

open_months as (

    select
        open_month,
        min(open_number) as first_open_number,
        max(open_number) as last_open_number

    from open_dates

    group by open_month

)

select * from open_months
