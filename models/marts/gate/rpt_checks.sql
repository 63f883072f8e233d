{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        full_refresh=false,
        on_schema_change='append_new_columns'
    )
}}

with

release_checks as (

    select * from {{ ref('release_checks') }}

),

releases as (

    select * from {{ ref('fct_forecast_releases') }}

),

latest as (

    select
        cutoff_month,
        max(release_number) as release_number

    from releases

    group by cutoff_month

),

unrecorded as (

    select distinct
        releases.release_id,
        releases.cutoff_month

    from releases

    inner join latest
        on
            releases.cutoff_month = latest.cutoff_month
            and releases.release_number = latest.release_number

    {% if is_incremental() -%}
        where releases.release_id not in (select recorded.release_id from {{ this }} as recorded)
    {%- endif %}

),

recorded as (

    select
        unrecorded.release_id,
        release_checks.check_name,
        release_checks.finding,
        release_checks.check_number,
        release_checks.figure,
        release_checks.bound,
        release_checks.is_waived,
        release_checks.cutoff_month

    from release_checks

    inner join unrecorded on release_checks.cutoff_month = unrecorded.cutoff_month

)

select * from recorded
