{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        full_refresh=false,
        on_schema_change='append_new_columns'
    )
}}

{% do require_sanity_checks() %}
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
        coalesce(previous_content.release_number, 0) + 1 as release_number

    from content

    left join previous_content on content.cutoff_month = previous_content.cutoff_month

    where
        previous_content.content_fingerprint is null
        or content.content_fingerprint <> previous_content.content_fingerprint

),

released as (

    select
        new_releases.release_id,
        release_candidates.product_id,
        release_candidates.model_version,
        release_candidates.product_group,
        release_candidates.demand_class,
        release_candidates.candidate,
        release_candidates.fallback_reason,
        waived.waived_checks,
        new_releases.content_fingerprint,
        new_releases.release_number,
        release_candidates.horizon,
        release_candidates.forecast_units,
        release_candidates.model_forecast_units,
        release_candidates.baseline_forecast_units,
        release_candidates.override_units,
        release_candidates.forecast_units_p10,
        release_candidates.forecast_units_p90,
        release_candidates.is_fallback,
        release_candidates.cutoff_month,
        release_candidates.target_month,
        {{ run_stamp() }} as released_at

    from release_candidates

    inner join new_releases on release_candidates.cutoff_month = new_releases.cutoff_month

    cross join waived

)

select * from released
