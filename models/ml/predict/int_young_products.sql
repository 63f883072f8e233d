{# A month since the launch without a sale is known as well. What is expected of a product before
   its first sale weighs as much as so many months. #}
{% set expected_months = 0.1 %}
{% set next_month = add_months('expected_forecasts.cutoff_month', 1) %}
{% set month_after = add_months('expected_forecasts.cutoff_month', 2) %}

with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

products as (

    select * from {{ ref('int_products') }}

),

young as (

    -- What has not sold yet is launched next month at the latest, perhaps within it. What was
    -- launched and has sold is forecast no higher than a release may be.
    select
        expected_forecasts.product_id,
        products.predecessor_id,
        expected_forecasts.horizon,
        active_products.history_months,
        least(
            active_products.history_months + expected_forecasts.horizon,
            {{ launch_profile_months() }}
        ) - 1 as age_months,
        case
            when
                active_products.history_months = 0
                and expected_forecasts.horizon = 1
                and products.launched_on > {{ next_month }}
                then round(
                    cast({{ dbt.datediff('products.launched_on', month_after, 'day') }} as double)
                    / {{ dbt.datediff(next_month, month_after, 'day') }}, 6
                )
            else 1
        end as on_sale_share,
        case
            when active_products.history_months = 0 and products.launched_on < {{ next_month }}
                then round({{ expected_months }} / (
                    {{ expected_months }}
                    + {{ dbt.datediff('products.launched_on', next_month, 'day') }} * 12 / 365.25
                ), 6)
            else 1
        end as expected_share,
        {{ var('max_times_highest_month') }} * active_products.highest_month_units as most_units,
        expected_forecasts.cutoff_month,
        expected_forecasts.target_month

    from expected_forecasts

    inner join active_products
        on
            expected_forecasts.product_id = active_products.product_id
            and expected_forecasts.cutoff_month = active_products.cutoff_month

    inner join products on expected_forecasts.product_id = products.product_id

    where active_products.history_months <= {{ var('cold_start_months') }}

)

select * from young
