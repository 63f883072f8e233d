with

releases as (

    select * from {{ ref('fct_forecast_releases') }}

),

release_events as (

    select * from {{ ref('fct_release_events') }}

),

standing as (

    select distinct
        releases.release_id,
        releases.cutoff_month,
        releases.release_number

    from releases

    left join release_events
        on
            releases.release_id = release_events.release_id
            and release_events.event = 'withdrawn'

    where release_events.release_id is null

),

current_release as (

    select
        release_id,
        row_number() over (order by cutoff_month desc, release_number desc) as recency

    from standing

),

forecasts as (

    select releases.*

    from releases

    inner join current_release
        on
            releases.release_id = current_release.release_id
            and current_release.recency = 1

)

select * from forecasts
