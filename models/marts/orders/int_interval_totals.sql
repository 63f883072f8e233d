{# Beyond the horizon the last month's rate goes on, and the spread grows with the square root of
   the months. #}
{% set levels = var('total_quantile_levels') %}
{% set last = var('max_horizon') %}

with

order_terms as (

    select * from {{ ref('int_order_terms') }}

),

forecast_totals as (

    select * from {{ ref('ml_forecast_totals') }}

),

intervals as (

    select
        product_id,
        'until arrival' as interval_kind,
        lead_time_months as interval_months,
        cutoff_month
    from order_terms

    union all

    select
        product_id,
        'until the next arrival' as interval_kind,
        protection_months as interval_months,
        cutoff_month
    from order_terms

),

last_months as (

    -- What the last month of the horizon adds.
    select
        product_id,
        max(case when total_months = {{ last }} then forecast_units end)
        - coalesce(max(case when total_months = {{ last - 1 }} then forecast_units end), 0)
            as last_month_units,
        cutoff_month

    from forecast_totals

    group by product_id, cutoff_month

),

extended as (

    select
        intervals.product_id,
        intervals.interval_kind,
        intervals.interval_months,
        round(
            forecast_totals.forecast_units
            + (intervals.interval_months - forecast_totals.total_months)
            * last_months.last_month_units, 6
        ) as forecast_units,
        {% for level in levels -%}
            round(
                (
                    forecast_totals.forecast_units_{{ quantile_name(level) }}
                    - forecast_totals.forecast_units
                )
                * sqrt(intervals.interval_months / cast(forecast_totals.total_months as double)), 6
            ) as deviation_{{ quantile_name(level) }},
        {% endfor -%}
        intervals.interval_months > {{ last }} as is_extrapolated,
        intervals.cutoff_month

    from intervals

    inner join forecast_totals
        on
            intervals.product_id = forecast_totals.product_id
            and intervals.cutoff_month = forecast_totals.cutoff_month
            and least(intervals.interval_months, {{ last }}) = forecast_totals.total_months

    inner join last_months
        on
            intervals.product_id = last_months.product_id
            and intervals.cutoff_month = last_months.cutoff_month

)

select * from extended
