{# A normal deviation whose mean absolute size is the scale: z(0.9) * sqrt(pi / 2). #}
{% set unlearned_p90 = 1.6062 %}

with

champion_points as (

    select * from {{ ref('ml_champion_points') }}

),

deviation_quantiles as (

    select * from {{ ref('ml_deviation_quantiles') }}

),

spread as (

    select
        champion_points.*,
        coalesce(
            class_quantiles.deviation_p10, all_quantiles.deviation_p10, -{{ unlearned_p90 }}
        ) * {{ spread_scale('champion_points.naive_scale', 'champion_points.forecast_units') }}
            as lower_units,
        coalesce(
            class_quantiles.deviation_p90, all_quantiles.deviation_p90, {{ unlearned_p90 }}
        ) * {{ spread_scale('champion_points.naive_scale', 'champion_points.forecast_units') }}
            as upper_units

    from champion_points

    left join deviation_quantiles as class_quantiles
        on
            champion_points.cutoff_month = class_quantiles.cutoff_month
            and champion_points.champion = class_quantiles.candidate
            and champion_points.demand_class = class_quantiles.demand_class
            and champion_points.horizon = class_quantiles.first_horizon
            and champion_points.horizon = class_quantiles.last_horizon

    left join deviation_quantiles as all_quantiles
        on
            champion_points.cutoff_month = all_quantiles.cutoff_month
            and champion_points.champion = all_quantiles.candidate
            and all_quantiles.demand_class = 'all'
            and champion_points.horizon = all_quantiles.first_horizon
            and champion_points.horizon = all_quantiles.last_horizon

),

final as (

    select
        product_id,
        product_group,
        demand_class,
        candidate,
        model_version,
        fallback_reason,
        horizon,
        forecast_units,
        baseline_forecast_units,
        round(
            greatest(0, forecast_units + coalesce(lower_units, 0)), 6
        ) as forecast_units_p10,
        round(
            greatest(0, forecast_units + coalesce(upper_units, 0)), 6
        ) as forecast_units_p90,
        is_fallback,
        cutoff_kind,
        cutoff_month,
        target_month

    from spread

)

select * from final
