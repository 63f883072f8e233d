{# The drivers of each forecast, of a product, cutoff and horizon, sum to its forecast_units. #}
{% test drivers_add_up(model, forecasts) %}

with

sums as (

    select
        product_id,
        cutoff_month,
        horizon,
        sum(units) as units
    from {{ model }}
    group by product_id, cutoff_month, horizon

)

select
    forecasts.product_id,
    forecasts.cutoff_month,
    forecasts.horizon,
    forecasts.forecast_units,
    sums.units
from {{ forecasts }} as forecasts
left join sums
    on
        forecasts.product_id = sums.product_id
        and forecasts.cutoff_month = sums.cutoff_month
        and forecasts.horizon = sums.horizon
where sums.units is null or abs(sums.units - forecasts.forecast_units) > 1e-4

{% endtest %}
