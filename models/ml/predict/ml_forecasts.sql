with

single_forecasts as (

    select * from {{ ref('ml_single_forecasts') }}

),

ensemble_forecasts as (

    select * from {{ ref('ml_forecasts_ensemble') }}

),

training_plan as (

    select * from {{ ref('int_training_plan') }}

),

unioned as (

    select
        candidate,
        model_version,
        product_id,
        horizon,
        forecast_units,
        cutoff_month,
        target_month
    from single_forecasts

    union all

    select
        training_plan.candidate,
        training_plan.model_version,
        ensemble_forecasts.product_id,
        ensemble_forecasts.horizon,
        ensemble_forecasts.forecast_units,
        ensemble_forecasts.cutoff_month,
        ensemble_forecasts.target_month
    from ensemble_forecasts

    inner join training_plan
        on
            training_plan.candidate = 'ensemble'
            and ensemble_forecasts.cutoff_month = training_plan.cutoff_month

)

select * from unioned
