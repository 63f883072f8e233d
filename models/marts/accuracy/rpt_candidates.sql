with

candidate_scores as (

    select * from {{ ref('ml_candidate_scores') }}

),

champions as (

    select * from {{ ref('ml_champions') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

-- A champion's reign begins where the cutoff before had another one.
changes as (

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

current_champions as (

    select
        reigns.product_group,
        reigns.demand_class,
        reigns.candidate,
        reigns.evidence_product_group,
        reigns.evidence_demand_class,
        reigns.reason,
        reigns.cutoff_month,
        min(reigns.cutoff_month) over (
            partition by reigns.product_group, reigns.demand_class, reigns.reign
        ) as champion_since

    from reigns

),

production as (

    select current_champions.*

    from current_champions

    inner join cutoffs
        on
            current_champions.cutoff_month = cutoffs.cutoff_month
            and cutoffs.cutoff_kind = 'production'

),

compared as (

    select
        production.product_group,
        production.demand_class,
        candidate_scores.candidate,
        case
            when candidate_scores.candidate = production.candidate then production.reason
        end as reason,
        candidate_scores.wape,
        candidate_scores.bias,
        round({{ fva('candidate_scores.wape', 'baseline_scores.wape') }}, 6) as fva,
        candidate_scores.error_count as forecasts,
        candidate_scores.candidate = production.candidate as is_champion,
        cast(null as boolean) as is_awaiting_approval,
        case
            when candidate_scores.candidate = production.candidate
                then production.champion_since
        end as champion_since,
        production.cutoff_month

    from production

    inner join candidate_scores
        on
            production.cutoff_month = candidate_scores.cutoff_month
            and coalesce(production.evidence_product_group, 'all')
            = candidate_scores.product_group
            and coalesce(production.evidence_demand_class, 'all')
            = candidate_scores.demand_class

    inner join candidate_scores as baseline_scores
        on
            candidate_scores.cutoff_month = baseline_scores.cutoff_month
            and candidate_scores.product_group = baseline_scores.product_group
            and candidate_scores.demand_class = baseline_scores.demand_class
            and baseline_scores.candidate = '{{ baseline() }}'

)

select * from compared
