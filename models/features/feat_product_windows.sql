{% set mean_windows = [3, 6, 12] %}
{% set lags = range(0, 12) %}

with

demand_history as (

    select * from {{ ref('int_demand_history') }}

),

marked as (

    select
        *,
        case when gross_units > 0 then demand_month end as sale_month,
        case when demand_units = 0 then 1.0 when demand_units > 0 then 0.0 end as is_zero

    from demand_history

),

windowed as (

    select
        product_id,
        demand_month as cutoff_month,
        age_months,
        selling_days,
        is_inherited,
        unit_price,
        promotion_share,
        demand_units as lag_0_units,
        {% for lag in lags if lag > 0 -%}
            lag(demand_units, {{ lag }}) over (
                partition by product_id order by demand_month
            ) as lag_{{ lag }}_units,
        {% endfor -%}
        {% for months in mean_windows -%}
            round(avg(demand_units) over (
                partition by product_id order by demand_month
                rows between {{ months - 1 }} preceding and current row
            ), 6) as mean_{{ months }}_months_units,
        {% endfor -%}
        stddev_pop(demand_units) over (
            partition by product_id order by demand_month
            rows between 11 preceding and current row
        ) as deviation_12_months_units,
        avg(is_zero) over (
            partition by product_id order by demand_month
            rows between 11 preceding and current row
        ) as zero_share_12_months,
        avg(unit_price) over (
            partition by product_id order by demand_month
            rows between 11 preceding and current row
        ) as mean_12_months_unit_price,
        max(sale_month) over (
            partition by product_id order by demand_month rows unbounded preceding
        ) as last_sale_month

    from marked

),

own as (

    -- What was handed on is a past to look back on, not a cutoff of the product.
    select * from windowed
    where not is_inherited

)

select * from own
