with

candidate_scores as (

    select * from {{ ref('ml_candidate_scores') }}

),

configurations as (

    select * from {{ ref('int_configurations') }}

),

champion_reigns as (

    select * from {{ ref('ml_champion_reigns') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

production as (

    select champion_reigns.*

    from champion_reigns

    inner join cutoffs
        on
            champion_reigns.cutoff_month = cutoffs.cutoff_month
            and cutoffs.cutoff_kind = 'production'

),

compared as (

    select
        production.product_group,
        production.demand_class,
        candidate_scores.candidate,
        configurations.configuration_version,
        case
            when candidate_scores.candidate = production.candidate then production.reason
        end as reason,
        candidate_scores.wape,
        candidate_scores.bias,
        round({{ fva('candidate_scores.wape', 'baseline_scores.wape') }}, 6) as fva,
        case
            when candidate_scores.candidate = production.awaited_candidate
                then round(champion_scores.wape - candidate_scores.wape, 6)
        end as awaited_gain,
        candidate_scores.error_count as forecasts,
        candidate_scores.candidate = production.candidate as is_champion,
        coalesce(candidate_scores.candidate = production.awaited_candidate, false)
            as is_awaiting_approval,
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

    inner join configurations on candidate_scores.candidate = configurations.candidate

    inner join candidate_scores as champion_scores
        on
            candidate_scores.cutoff_month = champion_scores.cutoff_month
            and candidate_scores.product_group = champion_scores.product_group
            and candidate_scores.demand_class = champion_scores.demand_class
            and production.candidate = champion_scores.candidate

    inner join candidate_scores as baseline_scores
        on
            candidate_scores.cutoff_month = baseline_scores.cutoff_month
            and candidate_scores.product_group = baseline_scores.product_group
            and candidate_scores.demand_class = baseline_scores.demand_class
            and baseline_scores.candidate = '{{ baseline() }}'

)

select * from compared
