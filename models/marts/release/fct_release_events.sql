with

releases as (

    select * from {{ ref('fct_forecast_releases') }}

),

withdrawals as (

    select * from {{ ref('withdrawals') }}

),

releases_made as (

    select
        release_id,
        min(cutoff_month) as cutoff_month,
        min(release_number) as release_number,
        min(released_at) as released_at

    from releases

    group by release_id

),

released as (

    select
        release_id,
        'released' as event,
        cast(null as varchar) as reason,
        released_at as event_at

    from releases_made

),

superseded as (

    select
        releases_made.release_id,
        'superseded' as event,
        'by release ' || cast(successors.release_number as varchar) as reason,
        successors.released_at as event_at

    from releases_made

    inner join releases_made as successors
        on
            releases_made.cutoff_month = successors.cutoff_month
            and releases_made.release_number + 1 = successors.release_number

),

withdrawn as (

    select
        releases_made.release_id,
        'withdrawn' as event,
        withdrawals.reason,
        cast(withdrawals.withdrawn_on as timestamp) as event_at

    from releases_made

    inner join withdrawals on releases_made.release_id = withdrawals.release_id

),

unioned as (

    select * from released

    union all

    select * from superseded

    union all

    select * from withdrawn

)

select * from unioned
