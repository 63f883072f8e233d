{% set mean_windows = [3, 6, 12] %}
{% set lags = range(0, 12) %}

with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

products_as_of as (

    select * from {{ ref('int_products_as_of') }}

),

marked as (

    select
        *,
        case when gross_units > 0 then demand_month end as sale_month,
        case when demand_units = 0 then 1.0 when demand_units > 0 then 0.0 end as is_zero

    from demand_monthly

),

windowed as (

    select
        product_id,
        demand_month as cutoff_month,
        age_months,
        selling_days,
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

scaled as (

    select
        windowed.product_id,
        products_as_of.product_group,
        products_as_of.demand_class,
        windowed.age_months,
        windowed.selling_days,
        {{ dbt.datediff('windowed.last_sale_month', 'windowed.cutoff_month', 'month') }}
            as months_since_sale,
        windowed.lag_0_units,
        windowed.mean_12_months_units,
        {% for lag in lags -%}
            round(
                windowed.lag_{{ lag }}_units / nullif(windowed.mean_12_months_units, 0), 6
            ) as lag_{{ lag }}_scaled,
        {% endfor -%}
        {% for months in mean_windows if months < 12 -%}
            round(
                windowed.mean_{{ months }}_months_units
                / nullif(windowed.mean_12_months_units, 0), 6
            ) as mean_{{ months }}_months_scaled,
        {% endfor -%}
        round(
            (windowed.mean_3_months_units - windowed.mean_6_months_units)
            / nullif(windowed.mean_12_months_units, 0), 6
        ) as trend_scaled,
        round(
            windowed.deviation_12_months_units / nullif(windowed.mean_12_months_units, 0), 6
        ) as deviation_12_months_scaled,
        round(windowed.zero_share_12_months, 6) as zero_share_12_months,
        round(
            windowed.unit_price / nullif(windowed.mean_12_months_unit_price, 0), 6
        ) as price_to_mean,
        coalesce(windowed.promotion_share, 0) as promotion_share,
        windowed.cutoff_month

    from windowed

    inner join products_as_of
        on
            windowed.product_id = products_as_of.product_id
            and windowed.cutoff_month = products_as_of.cutoff_month

)

select * from scaled
