{# Read by its name and not by ref: the releases are downstream of the candidates, and a ref
   would be a cycle. Before the first release there is none. #}
{% set releases = adapter.get_relation(
    database=target.database, schema='marts', identifier='fct_forecast_releases'
) if execute else none %}

with

releases as (

    {% if releases is not none -%}
        select
            release_id,
            release_number,
            product_id,
            horizon,
            content_fingerprint,
            forecast_units,
            cutoff_month
        from {{ releases }}
    {%- else -%}
        select
            cast(null as varchar) as release_id,
            cast(null as integer) as release_number,
            cast(null as varchar) as product_id,
            cast(null as integer) as horizon,
            cast(null as varchar) as content_fingerprint,
            cast(null as double) as forecast_units,
            cast(null as date) as cutoff_month
        where false
    {%- endif %}

),

withdrawals as (

    select distinct release_id from {{ ref('withdrawals') }}

),

latest_of_cutoff as (

    select
        releases.cutoff_month,
        max(releases.release_number) as release_number,
        max(case when withdrawals.release_id is null then releases.release_number end)
            as standing_number

    from releases

    left join withdrawals on releases.release_id = withdrawals.release_id

    group by releases.cutoff_month

),

latest as (

    select
        releases.*,
        releases.release_number = latest_of_cutoff.release_number as is_latest,
        coalesce(releases.release_number = latest_of_cutoff.standing_number, false)
            as is_standing

    from releases

    inner join latest_of_cutoff
        on
            releases.cutoff_month = latest_of_cutoff.cutoff_month
            and releases.release_number
            in (latest_of_cutoff.release_number, latest_of_cutoff.standing_number)

)

select * from latest
