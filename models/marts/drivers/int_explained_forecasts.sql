with

released as (

    select * from {{ ref('fct_forecasts') }}

),

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

explained as (

    -- What was released is explained by what would be released now, if that is the same.
    select
        released.product_id,
        released.candidate,
        released.horizon,
        released.model_forecast_units as forecast_units,
        coalesce(
            abs(released.model_forecast_units - champion_forecasts.forecast_units) < 1e-6, false
        ) as is_known,
        true as is_current,
        released.cutoff_month,
        released.target_month

    from released

    left join champion_forecasts
        on
            released.product_id = champion_forecasts.product_id
            and released.cutoff_month = champion_forecasts.cutoff_month
            and released.horizon = champion_forecasts.horizon
            and released.candidate = champion_forecasts.candidate

    union all

    select
        released.product_id,
        champion_forecasts.candidate,
        champion_forecasts.horizon,
        champion_forecasts.forecast_units,
        true as is_known,
        false as is_current,
        champion_forecasts.cutoff_month,
        released.target_month

    from released

    inner join champion_forecasts
        on
            released.product_id = champion_forecasts.product_id
            and released.target_month = champion_forecasts.target_month
            and {{ add_months('released.cutoff_month', -1) }} = champion_forecasts.cutoff_month

)

select * from explained
