{# Between the models and the release nothing is computed but which of them counts: what differs
   was changed on the way. #}

with

release_candidates as (

    select * from {{ ref('release_candidates') }}

),

model_forecasts as (

    select * from {{ ref('int_model_forecasts') }}

),

compared as (

    select
        release_candidates.product_id,
        release_candidates.candidate,
        release_candidates.horizon,
        release_candidates.model_forecast_units,
        model_forecasts.forecast_units as said_units

    from release_candidates

    left join model_forecasts
        on
            release_candidates.product_id = model_forecasts.product_id
            and release_candidates.horizon = model_forecasts.horizon
            and release_candidates.candidate = model_forecasts.candidate

),

changed as (

    select * from compared
    where
        model_forecast_units is not null
        and coalesce(abs(model_forecast_units - said_units) > 1e-5, true)

)

select * from changed
