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
            model_forecast_units as forecast_units,
            cutoff_month
        from {{ releases }}
    {%- else -%}
        select
            cast(null as varchar) as release_id,
            cast(null as integer) as release_number,
            cast(null as varchar) as product_id,
            cast(null as integer) as horizon,
            cast(null as double) as forecast_units,
            cast(null as date) as cutoff_month
        where false
    {%- endif %}

),

withdrawals as (

    select distinct release_id from {{ ref('withdrawals') }}
    where release_id is not null

),

standing as (

    select
        releases.*,
        max(releases.release_number) over (partition by releases.cutoff_month) as latest_number

    from releases

    left join withdrawals on releases.release_id = withdrawals.release_id

    where withdrawals.release_id is null

),

latest as (

    select * from standing
    where release_number = latest_number

)

select * from latest
