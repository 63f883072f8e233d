with

judged_overrides as (

    select * from {{ ref('int_judged_overrides') }}

),

release_candidates as (

    select * from {{ ref('release_candidates') }}

),

listed as (

    select
        judged_overrides.line_number,
        judged_overrides.product_id,
        judged_overrides.owner,
        judged_overrides.reason,
        judged_overrides.comment,
        judged_overrides.reason_not_applied,
        judged_overrides.source_file,
        judged_overrides.override_units,
        release_candidates.model_forecast_units,
        judged_overrides.reason_not_applied is null as is_applied,
        judged_overrides.target_month,
        judged_overrides.expires_on,
        judged_overrides.cutoff_month

    from judged_overrides

    left join release_candidates
        on
            judged_overrides.product_id = release_candidates.product_id
            and judged_overrides.target_month = release_candidates.target_month

)

select * from listed
