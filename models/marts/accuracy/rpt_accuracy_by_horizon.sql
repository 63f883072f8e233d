{% set relations = {
    'scored_forecasts': 'cast(horizon as varchar)',
    'scored_totals': "'total'",
} %}
{% set own_wape = wape('forecast_units', 'sold_units') %}
{% set baseline_wape = wape('baseline_forecast_units', 'sold_units') %}

with

scored_forecasts as (

    select * from {{ ref('int_scored_forecasts') }}

),

scored_totals as (

    select * from {{ ref('int_scored_totals') }}

),

champion as (

    {% for relation, horizon in relations.items() -%}
        select
            product_group,
            {{ horizon }} as horizon,
            forecast_units,
            baseline_forecast_units,
            forecast_units_p10,
            forecast_units_p90,
            sold_units
        from {{ relation }}
        where
            basis = 'backtest'
            and candidate = 'champion'
            and sold_units is not null
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

measured as (

    select
        coalesce(product_group, 'all') as product_group,
        horizon,
        round({{ own_wape }}, 6) as wape,
        round({{ bias('forecast_units', 'sold_units') }}, 6) as bias,
        round({{ coverage('forecast_units_p10', 'forecast_units_p90', 'sold_units') }}, 6)
            as coverage_80,
        round({{ baseline_wape }}, 6) as baseline_wape,
        round({{ fva(own_wape, baseline_wape) }}, 6) as fva,
        round(cast(sum(sold_units) as double), 4) as actual_units,
        count(*) as forecasts

    from champion

    group by grouping sets ((horizon, product_group), (horizon)) -- noqa: PRS

)

select * from measured
