{% set cuts = ['product_group', 'demand_class', 'abc_class', 'price_class', 'volume_class'] %}

with

scored_forecasts as (

    select * from {{ ref('int_scored_forecasts') }}

),

range_classes as (

    select * from {{ ref('int_range_classes') }}

),

value_classes as (

    select * from {{ ref('int_value_classes') }}

),

classed as (

    select
        scored_forecasts.*,
        value_classes.abc_class,
        range_classes.price_class,
        range_classes.volume_class

    from scored_forecasts

    inner join range_classes
        on
            scored_forecasts.product_id = range_classes.product_id
            and scored_forecasts.cutoff_month = range_classes.cutoff_month

    inner join value_classes
        on
            scored_forecasts.product_id = value_classes.product_id
            and scored_forecasts.cutoff_month = value_classes.cutoff_month

    where
        scored_forecasts.basis = 'backtest'
        and scored_forecasts.candidate = 'champion'

),

measured as (

    select
        case
            {% for cut in cuts -%}
                when grouping({{ cut }}) = 0 then '{{ cut }}'
            {% endfor -%}
            else 'all'
        end as cut_by,
        coalesce({{ cuts | join(', ') }}, 'all') as part,
        {{ wape('forecast_units', 'sold_units') }} as wape,
        {{ bias('forecast_units', 'sold_units') }} as bias,
        {{ mase('forecast_units', 'sold_units', 'naive_scale') }} as mase,
        {{ coverage('forecast_units_p10', 'forecast_units_p90', 'sold_units') }} as coverage_80,
        {{ wape('baseline_forecast_units', 'sold_units') }} as baseline_wape,
        cast(sum(sold_units) as double) as actual_units,
        cast(sum(abs(forecast_units - sold_units)) as double) as absolute_error_units,
        count(*) as forecasts,
        count(distinct product_id) as products

    from classed

    group by grouping sets ( -- noqa: PRS
        (), {% for cut in cuts %}({{ cut }}){% if not loop.last %}, {% endif %}{% endfor %}
    )

),

compared as (

    select
        parts.cut_by,
        parts.part,
        round(parts.wape, 6) as wape,
        round(parts.wape / nullif(whole.wape, 0), 6) as wape_to_all,
        round(parts.bias, 6) as bias,
        round(parts.mase, 6) as mase,
        round(parts.coverage_80, 6) as coverage_80,
        round(parts.baseline_wape, 6) as baseline_wape,
        round({{ fva('parts.wape', 'parts.baseline_wape') }}, 6) as fva,
        round(parts.actual_units, 4) as actual_units,
        round(parts.absolute_error_units, 4) as absolute_error_units,
        parts.forecasts,
        parts.products

    from measured as parts

    inner join measured as whole on whole.cut_by = 'all'

)

select * from compared
