with

scored_totals as (

    select * from {{ ref('int_scored_totals') }}

),

against_both as (

    {% for scored_against in ['sold_units', 'demand_units'] -%}
        select
            '{{ scored_against }}' as scored_against,
            {{ scored_against }} as actual_units,
            scored_totals.*
        from scored_totals
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

grouped as (

    select
        basis,
        coalesce(product_group, 'all') as product_group,
        coalesce(demand_class, 'all') as demand_class,
        horizon,
        candidate,
        cast(null as varchar) as step,
        cast(null as varchar) as owner,
        scored_against,
        {{ wape('forecast_units', 'actual_units') }} as wape,
        {{ bias('forecast_units', 'actual_units') }} as bias,
        {{ mase('forecast_units', 'actual_units', 'naive_scale') }} as mase,
        {{ fva(
            wape('forecast_units', 'actual_units'),
            wape('baseline_forecast_units', 'actual_units')
        ) }} as fva,
        {{ coverage('forecast_units_p10', 'forecast_units_p90', 'actual_units') }} as coverage_80,
        sum(actual_units) as actual_units,
        sum(forecast_units) as forecast_units,
        sum(abs(forecast_units - actual_units)) as absolute_error_units,
        count(*) as forecasts,
        count(case when is_fallback then 1 end) as fallbacks,
        target_month

    from against_both

    where actual_units is not null

    group by grouping sets ( -- noqa: PRS
        (basis, horizon, candidate, scored_against, target_month, product_group, demand_class),
        (basis, horizon, candidate, scored_against, target_month, product_group),
        (basis, horizon, candidate, scored_against, target_month, demand_class),
        (basis, horizon, candidate, scored_against, target_month)
    )

),

rounded as (

    select
        basis,
        product_group,
        demand_class,
        horizon,
        candidate,
        step,
        owner,
        scored_against,
        round(wape, 6) as wape,
        round(bias, 6) as bias,
        round(mase, 6) as mase,
        round(fva, 6) as fva,
        round(cast(coverage_80 as double), 6) as coverage_80,
        round(cast(actual_units as double), 4) as actual_units,
        round(cast(forecast_units as double), 4) as forecast_units,
        round(cast(absolute_error_units as double), 4) as absolute_error_units,
        forecasts,
        fallbacks,
        target_month

    from grouped

)

select * from rounded
