with

selling_pace as (

    select * from {{ ref('int_selling_pace') }}

),

products as (

    select * from {{ ref('int_products') }}

),

group_movements as (

    -- How the group sells this month against its pace: season and trend so far. Each product
    -- counts alike, and none for more than threefold.
    select
        products.product_group,
        selling_pace.demand_month,
        avg(least(
            3,
            selling_pace.ordinary_units / selling_pace.in_stock_days / selling_pace.units_per_day
        )) as movement

    from selling_pace

    inner join products on selling_pace.product_id = products.product_id

    where
        selling_pace.is_steady
        and selling_pace.stockout_days = 0
        and selling_pace.in_stock_days > 0
        and selling_pace.units_per_day > 0

    group by products.product_group, selling_pace.demand_month

),

expected as (

    -- What the past says weighs as much as so many days with a sale: on busy products little
    -- against a month's own days in stock, on rare ones more.
    select
        selling_pace.product_id,
        selling_pace.demand_month,
        selling_pace.stockout_days,
        selling_pace.in_stock_days,
        selling_pace.ordinary_units,
        coalesce(
            selling_pace.units_per_day * coalesce(group_movements.movement, 1), 0
        ) as expected_units_per_day,
        case
            when selling_pace.units_per_day > 0
                then {{ var('stockout_prior_selling_days') }} / selling_pace.selling_share
            else 0
        end as weight_days

    from selling_pace

    inner join products on selling_pace.product_id = products.product_id

    left join group_movements
        on
            products.product_group = group_movements.product_group
            and selling_pace.demand_month = group_movements.demand_month

    where selling_pace.stockout_days > 0

),

estimated as (

    select
        *,
        round(
            stockout_days
            * (ordinary_units + weight_days * expected_units_per_day)
            / nullif(in_stock_days + weight_days, 0), 4
        ) as stockout_units

    from expected

)

select * from estimated
