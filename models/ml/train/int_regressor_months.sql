{% set year %}
    partition by product_id order by demand_month rows between 11 preceding and current row
{% endset %}

with

demand_history as (

    select * from {{ ref('int_demand_history') }}

),

priced as (

    -- A mean would follow promotions, and the last price may be one.
    select
        product_id,
        training_units as demand_units,
        promotion_share,
        unit_price,
        {{ running_median('unit_price', year) }} as usual_unit_price,
        is_inherited,
        demand_month

    from demand_history

),

regressors as (

    -- A month without a sale tells of no promotion, and of no other price than usual.
    select
        product_id,
        demand_units,
        coalesce(promotion_share, 0) as promotion_share,
        round(coalesce(unit_price / nullif(usual_unit_price, 0), 1), 6) as relative_price,
        usual_unit_price,
        is_inherited,
        demand_month

    from priced

)

select * from regressors
