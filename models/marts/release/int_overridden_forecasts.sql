{# A view: whoever replaces the forecasts sees what would be released. The interval moves with the
   forecast: how far the model errs is the only evidence of how far the planner will. #}
{{ config(materialized='view') }}

with

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

judged_overrides as (

    select * from {{ ref('int_judged_overrides') }}

),

applied as (

    select
        product_id,
        coalesce(owner, 'nobody named') as override_owner,
        override_units,
        cutoff_month,
        target_month

    from judged_overrides

    where reason_not_applied is null

),

overridden as (

    select
        champion_forecasts.*,
        applied.override_owner,
        applied.override_units,
        coalesce(applied.override_units - champion_forecasts.forecast_units, 0) as moved_units

    from champion_forecasts

    left join applied
        on
            champion_forecasts.product_id = applied.product_id
            and champion_forecasts.cutoff_month = applied.cutoff_month
            and champion_forecasts.target_month = applied.target_month

),

final as (

    select
        product_id,
        candidate,
        model_version,
        fallback_reason,
        override_owner,
        horizon,
        coalesce(override_units, forecast_units) as forecast_units,
        forecast_units as model_forecast_units,
        baseline_forecast_units,
        override_units,
        case
            when override_units is null then forecast_units_p10
            else round(greatest(0, forecast_units_p10 + moved_units), 6)
        end as forecast_units_p10,
        case
            when override_units is null then forecast_units_p90
            else round(greatest(0, forecast_units_p90 + moved_units), 6)
        end as forecast_units_p90,
        is_fallback,
        cutoff_month,
        target_month

    from overridden

)

select * from final
