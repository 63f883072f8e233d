with

nominees as (

    select * from {{ ref('ml_nominees') }}

),

candidates_below_floor as (

    select * from {{ ref('ml_candidates_below_floor') }}

),

allowed_candidates as (

    select * from {{ ref('int_allowed_candidates') }}

),

judged as (

    select
        nominees.*,
        candidates_below_floor.candidate is not null as is_below_floor,
        coalesce(
            max(
                case
                    when
                        nominees.policy = 'as if approved'
                        and candidates_below_floor.candidate is null
                        then nominees.candidate
                end
            ) over (
                partition by nominees.cutoff_month, nominees.product_group, nominees.demand_class
            ),
            '{{ baseline() }}'
        ) as candidate_if_approved

    from nominees

    left join candidates_below_floor
        on
            nominees.cutoff_month = candidates_below_floor.cutoff_month
            and nominees.product_group = candidates_below_floor.product_group
            and nominees.demand_class = candidates_below_floor.demand_class
            and nominees.candidate = candidates_below_floor.candidate

),

champions as (

    select
        judged.product_group,
        judged.demand_class,
        case
            when judged.is_below_floor then '{{ baseline() }}' else judged.candidate
        end as candidate,
        case when allowed_candidates.candidate is null then judged.candidate_if_approved end
            as awaited_candidate,
        judged.evidence_product_group,
        judged.evidence_demand_class,
        judged.criterion,
        case
            when judged.is_below_floor then 'below the accuracy floor'
            when
                judged.candidate = '{{ baseline() }}' and allowed_candidates.candidate is null
                then 'not approved'
            else judged.reason
        end as reason,
        judged.error_count,
        case when judged.is_below_floor then judged.baseline_loss else judged.loss end as loss,
        judged.baseline_loss,
        case when judged.is_below_floor then judged.baseline_wape else judged.wape end as wape,
        judged.baseline_wape,
        case when not judged.is_below_floor then judged.bias end as bias,
        judged.cutoff_month

    from judged

    left join allowed_candidates
        on
            judged.candidate_if_approved = allowed_candidates.candidate
            and judged.policy = allowed_candidates.policy

    where judged.policy = 'as approved'

)

select * from champions
