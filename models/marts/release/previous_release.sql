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

latest_of_cutoff as (

    select
        cutoff_month,
        max(release_number) as release_number

    from releases

    group by cutoff_month

),

latest as (

    select releases.*

    from releases

    inner join latest_of_cutoff
        on
            releases.cutoff_month = latest_of_cutoff.cutoff_month
            and releases.release_number = latest_of_cutoff.release_number

)

select * from latest
