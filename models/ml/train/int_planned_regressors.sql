with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

planned_events as (

    select * from {{ ref('int_planned_events') }}

),

planned_promotions as (

    select * from {{ ref('feat_planned_promotions') }}

),

regressor_months as (

    select * from {{ ref('int_regressor_months') }}

),

first_plans as (

    select
        product_id,
        min(known_on) as first_known_on

    from planned_events

    where lower(event_kind) = 'promotion'

    group by product_id

),

planners as (

    -- Who has planned a promotion by the cutoff plans none where nothing is planned.
    select expected_forecasts.*

    from expected_forecasts

    inner join first_plans
        on
            expected_forecasts.product_id = first_plans.product_id
            and first_plans.first_known_on
            < {{ add_months('expected_forecasts.cutoff_month', 1) }}

),

shared as (

    select
        planners.product_id,
        planners.horizon,
        coalesce(planned_promotions.planned_promotion_days, 0) / cast({{ dbt.datediff(
            'planners.target_month', add_months('planners.target_month', 1), 'day'
        ) }} as double) as promotion_share,
        planned_promotions.planned_unit_price,
        planners.cutoff_month

    from planners

    left join planned_promotions
        on
            planners.product_id = planned_promotions.product_id
            and planners.cutoff_month = planned_promotions.cutoff_month
            and planners.horizon = planned_promotions.horizon

),

priced as (

    -- What was handed on is a past to look back on, not a cutoff of the product.
    select
        shared.product_id,
        shared.horizon,
        round(shared.promotion_share, 6) as promotion_share,
        round(1 + shared.promotion_share * (coalesce(
            shared.planned_unit_price / nullif(regressor_months.usual_unit_price, 0), 1
        ) - 1), 6) as relative_price,
        shared.cutoff_month

    from shared

    inner join regressor_months
        on
            shared.product_id = regressor_months.product_id
            and shared.cutoff_month = regressor_months.demand_month

    where not regressor_months.is_inherited

)

select * from priced
