with

champions as (

    select * from {{ ref('ml_champions') }}

),

changes as (

    -- A reign begins where the cutoff before had another champion.
    select
        *,
        case
            when candidate = lag(candidate) over (
                partition by product_group, demand_class order by cutoff_month
            ) then 0
            else 1
        end as is_change

    from champions

),

reigns as (

    select
        *,
        sum(is_change) over (
            partition by product_group, demand_class order by cutoff_month
            rows unbounded preceding
        ) as reign

    from changes

),

began as (

    select
        reigns.product_group,
        reigns.demand_class,
        reigns.candidate,
        reigns.awaited_candidate,
        reigns.evidence_product_group,
        reigns.evidence_demand_class,
        reigns.reason,
        reigns.cutoff_month,
        min(reigns.cutoff_month) over (
            partition by reigns.product_group, reigns.demand_class, reigns.reign
        ) as champion_since

    from reigns

)

select * from began
