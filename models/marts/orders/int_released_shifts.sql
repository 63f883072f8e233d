{# What planners' overrides add to the champion's totals. #}

with

forecasts as (

    select * from {{ ref('fct_forecasts') }}

),

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

shifts as (

    select
        forecasts.product_id,
        forecasts.horizon as total_months,
        round(
            sum(forecasts.forecast_units - champion_forecasts.forecast_units) over (
                partition by forecasts.product_id order by forecasts.horizon
                rows unbounded preceding
            ), 6
        ) as shift_units,
        forecasts.cutoff_month

    from forecasts

    inner join champion_forecasts
        on
            forecasts.product_id = champion_forecasts.product_id
            and forecasts.cutoff_month = champion_forecasts.cutoff_month
            and forecasts.horizon = champion_forecasts.horizon

)

select * from shifts
