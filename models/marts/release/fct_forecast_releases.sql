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

new_releases as (

    select * from {{ ref('int_new_releases') }}

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

    {% if is_incremental() -%}
        where new_releases.release_id not in (select release_id from {{ this }})
    {%- endif %}

)

select * from released
