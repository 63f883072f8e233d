with

release_candidates as (

    select * from {{ ref('release_candidates') }}

),

release_checks as (

    select * from {{ ref('release_checks') }}

),

waived as (

    select {{ dbt.listagg('check_name', "', '", 'order by check_number') }} as waived_checks
    from release_checks
    where is_waived

),

content as (

    select
        cutoff_month,
        cast(sum({{ fingerprint(release_content()) }}) as varchar) as content_fingerprint

    from release_candidates

    group by cutoff_month

),

with_waivers as (

    select
        content.*,
        waived.waived_checks

    from content

    cross join waived

)

select * from with_waivers
