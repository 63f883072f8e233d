with

releases as (

    select * from {{ ref('int_releases') }}

),

withdrawals as (

    select * from {{ ref('withdrawals') }}

),

released as (

    select
        release_id,
        'released' as event,
        cast(null as varchar) as reason,
        released_at as event_at

    from releases

),

superseded as (

    select
        releases.release_id,
        'superseded' as event,
        'by release ' || cast(successors.release_number as varchar) as reason,
        successors.released_at as event_at

    from releases

    inner join releases as successors
        on
            releases.cutoff_month = successors.cutoff_month
            and releases.release_number + 1 = successors.release_number

),

withdrawn as (

    select
        releases.release_id,
        'withdrawn' as event,
        withdrawals.reason,
        cast(withdrawals.withdrawn_on as timestamp) as event_at

    from releases

    inner join withdrawals on releases.release_id = withdrawals.release_id

),

unioned as (

    select * from released

    union all

    select * from superseded

    union all

    select * from withdrawn

)

select * from unioned
