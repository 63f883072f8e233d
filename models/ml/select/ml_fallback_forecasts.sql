with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

forecasts as (

    select * from {{ ref('ml_single_forecasts') }}

),

cold_starts as (

    select * from {{ ref('ml_cold_start_forecasts') }}

),

stood_in as (

    select
        expected_forecasts.*,
        case
            when cold_starts.forecast_units is null then '{{ baseline() }}'
            else 'cold_start'
        end as candidate,
        case when cold_starts.forecast_units is null then baselines.model_version end
            as model_version,
        cold_starts.cold_start_basis,
        coalesce(cold_starts.forecast_units, baselines.forecast_units) as forecast_units,
        coalesce(baselines.forecast_units, cold_starts.forecast_units) as baseline_forecast_units,
        active_products.naive_scale,
        active_products.naive_square_scale

    from expected_forecasts

    inner join active_products
        on
            expected_forecasts.product_id = active_products.product_id
            and expected_forecasts.cutoff_month = active_products.cutoff_month

    left join forecasts as baselines
        on
            baselines.candidate = '{{ baseline() }}'
            and expected_forecasts.product_id = baselines.product_id
            and expected_forecasts.cutoff_month = baselines.cutoff_month
            and expected_forecasts.horizon = baselines.horizon

    left join cold_starts
        on
            expected_forecasts.product_id = cold_starts.product_id
            and expected_forecasts.cutoff_month = cold_starts.cutoff_month
            and expected_forecasts.horizon = cold_starts.horizon

)

select * from stood_in
