{% set mean_windows = [3, 6] %}
{% set lags = range(0, 12) %}

with

windowed as (

    select * from {{ ref('feat_product_windows') }}

),

products_as_of as (

    select * from {{ ref('int_products_as_of') }}

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
        {% for months in mean_windows -%}
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
