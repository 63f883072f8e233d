with

release_candidates as (

    select * from {{ ref('release_candidates') }}

),

previous_release as (

    select * from {{ ref('previous_release') }}

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

previous_content as (

    select distinct
        cutoff_month,
        release_id,
        release_number,
        content_fingerprint

    from previous_release

),

new_releases as (

    select
        content.cutoff_month,
        content.content_fingerprint,
        {{ dbt.hash(dbt.concat([
            'content.cutoff_month', "'|'", 'content.content_fingerprint', "'|'",
            "coalesce(previous_content.release_id, '')"
        ])) }} as release_id,
        coalesce(previous_content.release_number, 0) + 1 as release_number,
        waived.waived_checks

    from content

    cross join waived

    left join previous_content on content.cutoff_month = previous_content.cutoff_month

    where
        previous_content.content_fingerprint is null
        or content.content_fingerprint <> previous_content.content_fingerprint

)

select * from new_releases
