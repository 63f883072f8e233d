with

judged_forecasts as (

    select * from {{ ref('int_judged_forecasts') }}

),

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

other_forecasts as (

    select * from {{ ref('int_other_forecasts') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

compared as (

    select
        judged_forecasts.*,
        coalesce(judged_forecasts.released_units, of_the_month.forecast_units) as previous_units,
        of_the_horizon.forecast_units as copied_units,
        last_year.demand_units as last_year_units,
        others.others_units,
        later_others.others_units as later_others_units,
        earlier_others.others_units as earlier_others_units,
        coalesce(active_products.naive_scale, 0) as spread_units

    from judged_forecasts

    inner join active_products
        on
            judged_forecasts.product_id = active_products.product_id
            and judged_forecasts.cutoff_month = active_products.cutoff_month

    left join champion_forecasts as of_the_month
        on
            judged_forecasts.product_id = of_the_month.product_id
            and {{ add_months('judged_forecasts.cutoff_month', -1) }} = of_the_month.cutoff_month
            and judged_forecasts.horizon + 1 = of_the_month.horizon

    left join champion_forecasts as of_the_horizon
        on
            judged_forecasts.product_id = of_the_horizon.product_id
            and {{ add_months('judged_forecasts.cutoff_month', -1) }}
            = of_the_horizon.cutoff_month
            and judged_forecasts.horizon = of_the_horizon.horizon

    left join demand_monthly as last_year
        on
            judged_forecasts.product_id = last_year.product_id
            and {{ add_months('judged_forecasts.target_month', -12) }} = last_year.demand_month

    left join other_forecasts as others
        on
            judged_forecasts.product_id = others.product_id
            and judged_forecasts.cutoff_month = others.cutoff_month
            and judged_forecasts.horizon = others.horizon

    left join other_forecasts as later_others
        on
            judged_forecasts.product_id = later_others.product_id
            and judged_forecasts.cutoff_month = later_others.cutoff_month
            and judged_forecasts.horizon + 1 = later_others.horizon

    left join other_forecasts as earlier_others
        on
            judged_forecasts.product_id = earlier_others.product_id
            and judged_forecasts.cutoff_month = earlier_others.cutoff_month
            and judged_forecasts.horizon - 1 = earlier_others.horizon

)

select * from compared
