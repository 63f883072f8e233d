with

forecast_inputs as (

    select * from {{ ref('feat_forecast_inputs') }}

),

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

wanted as (

    select forecast_inputs.*

    from forecast_inputs

    inner join expected_forecasts
        on
            forecast_inputs.product_id = expected_forecasts.product_id
            and forecast_inputs.cutoff_month = expected_forecasts.cutoff_month
            and forecast_inputs.horizon = expected_forecasts.horizon

)

select * from wanted
