{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        full_refresh=false,
        on_schema_change='append_new_columns',
        post_hook='{{ unmark_pruned_models() }}'
    )
}}

with

trained_models as (

    select * from {{ ref('int_trained_models') }}

),

registered as (

    select
        model_version,
        configuration_version,
        candidate,
        code_version,
        parameters,
        features,
        training_fingerprint,
        artifact_sha256,
        training_metrics,
        library_versions,
        git_commit,
        training_rows,
        training_seconds,
        cutoff_month,
        {{ run_stamp() }} as trained_at,
        cast(null as timestamp) as pruned_at

    from trained_models

    {% if is_incremental() %}
        where model_version not in (select model_version from {{ this }})
    {% endif %}

)

select * from registered
