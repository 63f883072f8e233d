{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        full_refresh=false,
        on_schema_change='append_new_columns'
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
        training_rows,
        cutoff_month,
        {{ run_stamp() }} as trained_at

    from trained_models

    {% if is_incremental() %}
        where model_version not in (select model_version from {{ this }})
    {% endif %}

)

select * from registered
