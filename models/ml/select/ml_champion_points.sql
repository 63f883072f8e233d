with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

champions as (

    select * from {{ ref('ml_champions') }}

),

forecasts as (

    select * from {{ ref('ml_forecasts') }}

),

fits as (

    select * from {{ ref('int_fits') }}

),

cold_starts as (

    select * from {{ ref('ml_cold_start_forecasts') }}

),

joined as (

    select
        expected_forecasts.*,
        active_products.history_months,
        active_products.naive_scale,
        champions.candidate as champion,
        fits.failure,
        champion_forecasts.model_version as champion_model_version,
        champion_forecasts.forecast_units as champion_forecast_units,
        baselines.model_version as baseline_model_version,
        baselines.forecast_units as baseline_forecast_units,
        cold_starts.forecast_units as cold_start_forecast_units

    from expected_forecasts

    inner join active_products
        on
            expected_forecasts.product_id = active_products.product_id
            and expected_forecasts.cutoff_month = active_products.cutoff_month

    inner join champions
        on
            expected_forecasts.product_group = champions.product_group
            and expected_forecasts.demand_class = champions.demand_class
            and expected_forecasts.cutoff_month = champions.cutoff_month

    left join forecasts as champion_forecasts
        on
            champions.candidate = champion_forecasts.candidate
            and expected_forecasts.product_id = champion_forecasts.product_id
            and expected_forecasts.cutoff_month = champion_forecasts.cutoff_month
            and expected_forecasts.horizon = champion_forecasts.horizon

    left join fits
        on
            champions.candidate = fits.candidate
            and expected_forecasts.product_id = fits.product_id
            and expected_forecasts.cutoff_month = fits.cutoff_month

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

),

filled as (

    select
        product_id,
        product_group,
        demand_class,
        champion,
        case
            when champion_forecast_units is not null then champion
            when baseline_forecast_units is not null then '{{ baseline() }}'
            else 'cold_start'
        end as candidate,
        case
            when champion_forecast_units is not null then champion_model_version
            else baseline_model_version
        end as model_version,
        case
            when champion_forecast_units is not null then null
            when baseline_forecast_units is null then 'cold start'
            when failure not like 'fewer than %' then 'failed fit'
            else 'too little history'
        end as fallback_reason,
        horizon,
        coalesce(
            champion_forecast_units, baseline_forecast_units, cold_start_forecast_units
        ) as forecast_units,
        coalesce(baseline_forecast_units, cold_start_forecast_units) as baseline_forecast_units,
        naive_scale,
        champion_forecast_units is null as is_fallback,
        cutoff_kind,
        cutoff_month,
        target_month

    from joined

)

select * from filled
