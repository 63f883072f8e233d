select
    product_group,
    cutoff_month,
    horizon,
    target_month,
    units(forecast_units) as forecast_units,
    units(forecast_units_p10) as forecast_units_p10,
    units(forecast_units_p90) as forecast_units_p90,
    units(baseline_forecast_units) as baseline_forecast_units,
    units(actual_units) as actual_units,
    units(last_year_units) as last_year_units,
    is_released
from marts.rpt_group_forecasts
order by product_group <> 'all', product_group, horizon, target_month
