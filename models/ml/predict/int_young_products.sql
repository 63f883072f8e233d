{# A month since the launch without a sale is known as well. What is expected of a product before
   its first sale weighs as much as so many months. #}
{% set expected_months = 0.1 %}

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

    -- What has not sold yet is launched next month at the latest.
    select
        expected_forecasts.product_id,
        case when {{ var('inherit_levels') }} then products.predecessor_id end as predecessor_id,
        expected_forecasts.horizon,
        active_products.history_months,
        active_products.highest_month_units,
        case when active_products.history_months = 0 then products.launched_on end as due_on,
        {{ add_months('expected_forecasts.cutoff_month', 1) }} as next_month,
        {{ add_months('expected_forecasts.cutoff_month', 2) }} as month_after,
        expected_forecasts.cutoff_month,
        expected_forecasts.target_month

    from expected_forecasts

    inner join active_products
        on
            expected_forecasts.product_id = active_products.product_id
            and expected_forecasts.cutoff_month = active_products.cutoff_month

    inner join products on expected_forecasts.product_id = products.product_id

    where active_products.history_months <= {{ var('cold_start_months') }}

),

dated as (

    select
        *,
        {{ dbt.datediff('due_on', 'next_month', 'day') }}
            as days_overdue,
        {{ dbt.datediff('next_month', 'month_after', 'day') }}
            as days_of_next_month
    from young

),

aged as (

    -- most_units: what was launched and has sold is forecast no higher than a release may be.
    select
        product_id,
        predecessor_id,
        horizon,
        history_months,
        least(history_months + horizon, {{ launch_profile_months() }}) - 1 as age_months,
        case
            when horizon = 1 and days_overdue < 0
                then round(1 + cast(days_overdue as double) / days_of_next_month, 6)
            else 1
        end as on_sale_share,
        case
            when days_overdue > 0
                then round(
                    {{ expected_months }} / ({{ expected_months }} + days_overdue * 12 / 365.25), 6
                )
            else 1
        end as expected_share,
        {{ var('max_times_highest_month') }} * highest_month_units as most_units,
        cutoff_month,
        target_month

    from dated

)

select * from aged
