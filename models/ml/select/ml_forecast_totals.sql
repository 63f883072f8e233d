with

champion_points as (

    select * from {{ ref('ml_champion_points') }}

),

deviation_quantiles as (

    select * from {{ ref('ml_deviation_quantiles') }}

),

spans as (

    {{ spans() }}

),

totals as (

    select
        champion_points.product_id,
        champion_points.demand_class,
        champion_points.champion,
        spans.last_horizon as total_months,
        cast(sum(cast(champion_points.forecast_units as decimal(38, 6))) as double)
            as forecast_units,
        max(champion_points.naive_scale) as naive_scale,
        champion_points.cutoff_month

    from champion_points

    inner join spans
        on
            spans.first_horizon = 1
            and champion_points.horizon <= spans.last_horizon

    group by 1, 2, 3, 4, 7

),

spread as (

    select
        totals.product_id,
        totals.total_months,
        totals.forecast_units,
        {% for level in var('total_quantile_levels') -%}
            totals.forecast_units
            + coalesce(
                class_quantiles.deviation_{{ quantile_name(level) }},
                all_quantiles.deviation_{{ quantile_name(level) }}
            )
            * {{ spread_scale('totals.naive_scale', 'totals.forecast_units') }}
                as {{ quantile_name(level) }},
        {% endfor -%}
        totals.cutoff_month

    from totals

    left join deviation_quantiles as class_quantiles
        on
            totals.cutoff_month = class_quantiles.cutoff_month
            and totals.champion = class_quantiles.candidate
            and totals.demand_class = class_quantiles.demand_class
            and class_quantiles.first_horizon = 1
            and totals.total_months = class_quantiles.last_horizon

    left join deviation_quantiles as all_quantiles
        on
            totals.cutoff_month = all_quantiles.cutoff_month
            and totals.champion = all_quantiles.candidate
            and all_quantiles.demand_class = 'all'
            and all_quantiles.first_horizon = 1
            and totals.total_months = all_quantiles.last_horizon

),

clipped as (

    select
        product_id,
        total_months,
        forecast_units,
        {% for level in var('total_quantile_levels') -%}
            case
                when {{ quantile_name(level) }} < 0 then 0
                else round({{ quantile_name(level) }}, 6)
            end as forecast_units_{{ quantile_name(level) }},
        {% endfor -%}
        cutoff_month

    from spread

)

select * from clipped
