with

override_lines as (

    select * from {{ ref('int_override_lines') }}

),

accepted as (

    select
        product_id,
        owner,
        reason,
        comment,
        line_number,
        override_units,
        target_month,
        expires_on

    from override_lines

    where rejection_reason is null

)

select * from accepted
