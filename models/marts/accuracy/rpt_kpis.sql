{% set own_wape = wape('forecast_units', 'actual_units') %}
{% set baseline_wape = wape('baseline_forecast_units', 'actual_units') %}
{% set wape_before = wape('step_before_units', 'actual_units') %}
{% set relations = {
    'scored_forecasts': 'cast(horizon as varchar)',
    'scored_totals': "'total'",
} %}

with

scored_forecasts as (

    select * from {{ ref('int_scored_forecasts') }}

),

scored_totals as (

    select * from {{ ref('int_scored_totals') }}

),

against_both as (

    {% for relation, horizon in relations.items() -%}
        {% set last_relation = loop.last -%}
        {% for scored_against in ['sold_units', 'demand_units'] -%}
            select
                basis,
                candidate,
                step,
                owner,
                product_group,
                demand_class,
                {{ horizon }} as horizon,
                '{{ scored_against }}' as scored_against,
                {{ scored_against }} as actual_units,
                forecast_units,
                baseline_forecast_units,
                step_before_units,
                forecast_units_p10,
                forecast_units_p90,
                naive_scale,
                naive_square_scale,
                is_fallback,
                target_month
            from {{ relation }}
            where {{ scored_against }} is not null
            {%- if not (last_relation and loop.last) %} union all {% endif %}
        {% endfor -%}
    {% endfor %}

),

grouped as (

    select
        basis,
        coalesce(product_group, 'all') as product_group,
        coalesce(demand_class, 'all') as demand_class,
        horizon,
        candidate,
        max(step) as step,
        max(owner) as owner,
        scored_against,
        round({{ own_wape }}, 6) as wape,
        round({{ bias('forecast_units', 'actual_units') }}, 6) as bias,
        round({{ mase('forecast_units', 'actual_units', 'naive_scale') }}, 6) as mase,
        round({{ fva(own_wape, baseline_wape) }}, 6) as fva,
        round({{ coverage('forecast_units_p10', 'forecast_units_p90', 'actual_units') }}, 6)
            as coverage_80,
        round(cast(sum(actual_units) as double), 4) as actual_units,
        round(cast(sum(forecast_units) as double), 4) as forecast_units,
        round(cast(sum(abs(forecast_units - actual_units)) as double), 4) as absolute_error_units,
        count(*) as forecasts,
        count(case when is_fallback then 1 end) as fallbacks,
        round({{ rmsse('forecast_units', 'actual_units', 'naive_square_scale') }}, 6) as rmsse,
        round({{ rmse('forecast_units', 'actual_units') }}, 4) as rmse,
        round({{ pinball('forecast_units_p10', 'actual_units', 0.1) }}, 6) as pinball_p10,
        round({{ pinball('forecast_units_p90', 'actual_units', 0.9) }}, 6) as pinball_p90,
        round({{ share_below('actual_units', 'forecast_units_p10') }}, 6) as share_below_p10,
        round({{ share_below('forecast_units_p90', 'actual_units') }}, 6) as share_above_p90,
        round({{ fva(own_wape, wape_before) }}, 6) as fva_of_step,
        target_month

    from against_both

    group by grouping sets ( -- noqa: PRS
        (basis, horizon, candidate, scored_against, target_month, product_group, demand_class),
        (basis, horizon, candidate, scored_against, target_month, product_group),
        (basis, horizon, candidate, scored_against, target_month, demand_class),
        (basis, horizon, candidate, scored_against, target_month)
    )

)

select * from grouped
