{# The spread is that of independent products. #}

with

promised_forecasts as (

    select * from {{ ref('int_promised_forecasts') }}

),

summed as (

    select
        coalesce(product_group, 'all') as product_group,
        horizon,
        cast(sum(cast(forecast_units as decimal(38, 6))) as double) as forecast_units,
        cast(sum(cast(baseline_forecast_units as decimal(38, 6))) as double)
            as baseline_forecast_units,
        cast(sum(cast(sold_units as decimal(38, 6))) as double) as actual_units,
        cast(sum(cast(last_year_units as decimal(38, 6))) as double) as last_year_units,
        round(sqrt(cast(sum(
            cast(power(forecast_units_p90 - forecast_units_p10, 2) as decimal(38, 6))
        ) as double)), 6) as spread_units,
        is_released,
        cutoff_month,
        target_month

    from promised_forecasts

    group by grouping sets ( -- noqa: PRS
        (cutoff_month, horizon, target_month, is_released, product_group),
        (cutoff_month, horizon, target_month, is_released)
    )

)

select * from summed
