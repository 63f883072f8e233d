{% set year_window %}
    partition by product_id order by demand_month
    rows between 11 preceding and current row
{% endset %}
{% set variability_window %}
    partition by product_id order by demand_month
    rows between {{ var('demand_class_months') - 1 }} preceding and current row
{% endset %}

with

active_products as (

    select * from {{ ref('int_active_products') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

products as (

    select * from {{ ref('int_products') }}

),

forecast_totals as (

    select * from {{ ref('ml_forecast_totals') }}
    where total_months = {{ var('max_horizon') }}

),

years as (

    select
        product_id,
        sum(demand_units) over ({{ year_window }})
        * 12 / nullif(count(demand_units) over ({{ year_window }}), 0) as year_units,
        avg(unit_price) over ({{ year_window }}) as unit_price,
        stddev_pop(demand_units) over ({{ variability_window }})
        / nullif(avg(demand_units) over ({{ variability_window }}), 0) as variation,
        demand_month

    from demand_monthly

),

known as (

    -- What has not sold yet is worth what is expected of it.
    select
        active_products.product_id,
        active_products.history_months,
        coalesce(
            years.year_units,
            forecast_totals.forecast_units * 12 / {{ var('max_horizon') }}, 0
        ) as year_units,
        coalesce(products.unit_cost, years.unit_price) as unit_value,
        years.variation,
        active_products.cutoff_month

    from active_products

    inner join products on active_products.product_id = products.product_id

    left join years
        on
            active_products.product_id = years.product_id
            and active_products.cutoff_month = years.demand_month

    left join forecast_totals
        on
            active_products.product_id = forecast_totals.product_id
            and active_products.cutoff_month = forecast_totals.cutoff_month

),

valued as (

    -- A product of no known value counts as the mean of the others, or as one where none is known.
    select
        product_id,
        round(
            year_units
            * coalesce(unit_value, avg(unit_value) over (partition by cutoff_month), 1), 2
        ) as year_value,
        round(variation, 6) as variation,
        history_months,
        cutoff_month

    from known

)

select * from valued
