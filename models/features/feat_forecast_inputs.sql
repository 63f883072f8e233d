with

product_history as (

    select * from {{ ref('feat_product_history') }}

),

same_month_last_year as (

    select * from {{ ref('feat_same_month_last_year') }}

),

group_movement as (

    select * from {{ ref('feat_group_movement') }}

),

planned_promotions as (

    select * from {{ ref('feat_planned_promotions') }}

),

trading_days as (

    select * from {{ ref('int_trading_days') }}

),

horizons as (

    {{ horizons() }}

),

targeted as (

    select
        product_history.*,
        horizons.horizon,
        {{ add_months('product_history.cutoff_month', 'horizons.horizon') }} as target_month

    from product_history

    cross join horizons

),

joined as (

    select
        targeted.*,
        cast(extract(month from targeted.target_month) as integer) as target_month_of_year,
        target_days.trading_days as target_trading_days,
        round(cast(target_days.trading_days as double) / nullif(cutoff_days.trading_days, 0), 6)
            as trading_days_to_cutoff_month,
        same_month_last_year.same_month_last_year_scaled,
        same_month_last_year.months_around_last_year_scaled,
        same_month_last_year.same_month_before_last_year_scaled,
        group_movement.group_mean_3_months_scaled,
        group_movement.group_growth_on_year,
        group_movement.group_same_month_last_year_scaled,
        coalesce(planned_promotions.planned_promotion_days, 0) as planned_promotion_days

    from targeted

    left join trading_days as target_days
        on
            targeted.cutoff_month = target_days.cutoff_month
            and targeted.target_month = target_days.target_month

    left join trading_days as cutoff_days
        on
            targeted.cutoff_month = cutoff_days.cutoff_month
            and targeted.cutoff_month = cutoff_days.target_month

    left join same_month_last_year
        on
            targeted.product_id = same_month_last_year.product_id
            and targeted.cutoff_month = same_month_last_year.cutoff_month
            and targeted.horizon = same_month_last_year.horizon

    left join group_movement
        on
            targeted.product_group = group_movement.product_group
            and targeted.cutoff_month = group_movement.cutoff_month
            and targeted.horizon = group_movement.horizon

    left join planned_promotions
        on
            targeted.product_id = planned_promotions.product_id
            and targeted.cutoff_month = planned_promotions.cutoff_month
            and targeted.horizon = planned_promotions.horizon

)

select * from joined
