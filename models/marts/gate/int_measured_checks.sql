with

exact_checks as (

    select * from {{ ref('int_exact_checks') }}

),

highest_checks as (

    select * from {{ ref('int_highest_checks') }}

),

learned_checks as (

    select * from {{ ref('int_learned_checks') }}

),

measured as (

    select
        check_name,
        cast(null as varchar) as product_group,
        product_id,
        figure,
        bound
    from exact_checks

    union all

    select
        check_name,
        cast(null as varchar) as product_group,
        product_id,
        figure,
        bound
    from highest_checks

    union all

    select
        check_name,
        product_group,
        cast(null as varchar) as product_id,
        figure,
        bound
    from learned_checks

)

select * from measured
