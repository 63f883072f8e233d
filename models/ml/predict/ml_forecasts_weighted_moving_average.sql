{% set weights = var('candidates')['weighted_moving_average']['parameters']['weights'] %}

with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

demand_history as (

    select * from {{ ref('int_demand_history') }}

),

weights as (

    {% for weight in weights -%}
        select
            {{ loop.index0 }} as months_back,
            {{ weight }} as weight
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

averages as (

    select
        demand_history.product_id,
        {{ add_months('demand_history.demand_month', 'weights.months_back') }} as cutoff_month,
        round(
            sum(weights.weight * demand_history.demand_units) / sum(weights.weight), 6
        ) as forecast_units

    from demand_history

    cross join weights

    where demand_history.demand_units is not null

    group by 1, 2

),

spread_over_horizons as (

    select
        expected_forecasts.product_id,
        expected_forecasts.horizon,
        averages.forecast_units,
        expected_forecasts.cutoff_month,
        expected_forecasts.target_month

    from expected_forecasts

    -- What a product will inherit once it sells is not known before.
    inner join active_products
        on
            active_products.history_months > 0
            and expected_forecasts.product_id = active_products.product_id
            and expected_forecasts.cutoff_month = active_products.cutoff_month

    inner join averages
        on
            expected_forecasts.product_id = averages.product_id
            and expected_forecasts.cutoff_month = averages.cutoff_month

)

select * from spread_over_horizons
