with

known_configurations as (

    select * from {{ ref('int_known_configurations') }}

),

approvals as (

    select * from {{ ref('approvals') }}

),

withdrawals as (

    select * from {{ ref('withdrawals') }}

),

decisions as (

    select
        configuration_version,
        true as is_approval,
        approved_on as decided_on
    from approvals

    union all

    select
        configuration_version,
        false as is_approval,
        withdrawn_on as decided_on
    from withdrawals

),

ranked as (

    -- The last word counts; of one day, the withdrawal.
    select
        *,
        row_number() over (
            partition by configuration_version
            order by decided_on desc, is_approval asc
        ) as recency

    from decisions

),

judged as (

    select
        known_configurations.candidate,
        known_configurations.configuration_version,
        ranked.is_approval

    from known_configurations

    left join ranked
        on
            known_configurations.configuration_version = ranked.configuration_version
            and ranked.recency = 1

    where known_configurations.is_current

),

allowed as (

    -- The baseline needs no approval and cannot be withdrawn: something has to stand.
    select
        'as if approved' as policy,
        candidate,
        configuration_version
    from judged
    where candidate = '{{ baseline() }}' or coalesce(is_approval, true)

    union all

    select
        'as approved' as policy,
        candidate,
        configuration_version
    from judged
    where
        candidate = '{{ baseline() }}'
        or coalesce(is_approval, {{ 'false' if var('require_approval') else 'true' }})

)

select * from allowed
