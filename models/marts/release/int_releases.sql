with

releases as (

    select * from {{ ref('fct_forecast_releases') }}

),

withdrawals as (

    select * from {{ ref('withdrawals') }}

),

made as (

    select
        release_id,
        min(release_number) as release_number,
        min(cutoff_month) as cutoff_month,
        min(released_at) as released_at

    from releases

    group by release_id

),

with_withdrawals as (

    select
        made.*,
        withdrawals.release_id is not null as is_withdrawn

    from made

    left join withdrawals on made.release_id = withdrawals.release_id

),

ranked as (

    select
        *,
        row_number() over (
            partition by cutoff_month, is_withdrawn order by release_number desc
        ) as rank_of_cutoff,
        row_number() over (
            partition by is_withdrawn order by cutoff_month desc, release_number desc
        ) as rank_of_all

    from with_withdrawals

),

judged as (

    select
        release_id,
        release_number,
        is_withdrawn,
        not is_withdrawn and rank_of_cutoff = 1 as is_standing,
        not is_withdrawn and rank_of_all = 1 as is_current,
        cutoff_month,
        released_at

    from ranked

)

select * from judged
