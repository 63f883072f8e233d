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

release_content as (

    select * from {{ ref('int_release_content') }}

),

latest as (

    {% if is_incremental() -%}
        select
            *,
            row_number() over (partition by cutoff_month order by release_number desc) as recency
        from {{ this }}
    {%- else -%}
        select
            cast(null as varchar) as release_id,
            cast(null as varchar) as content_fingerprint,
            cast(null as integer) as release_number,
            cast(null as date) as cutoff_month,
            cast(null as integer) as recency
        where false
    {%- endif %}

),

new_releases as (

    select
        release_content.*,
        {{ dbt.hash(dbt.concat([
            'release_content.cutoff_month', "'|'", 'release_content.content_fingerprint', "'|'",
            "coalesce(latest.release_id, '')"
        ])) }} as release_id,
        coalesce(latest.release_number, 0) + 1 as release_number

    from release_content

    left join latest
        on
            release_content.cutoff_month
            = case when latest.recency = 1 then latest.cutoff_month end

    where
        latest.content_fingerprint is null
        or release_content.content_fingerprint <> latest.content_fingerprint

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
        release_candidates.override_owner,
        new_releases.waived_checks,
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
)

select * from released
