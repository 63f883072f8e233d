-- No negative, infinite or undefined number.
select *
from {{ ref('release_candidates') }}
where
    forecast_units < 0
    or isinf(forecast_units)
    or isnan(forecast_units)
    or baseline_forecast_units < 0
    or isinf(baseline_forecast_units)
    or isnan(baseline_forecast_units)
    or model_forecast_units < 0
    or isinf(model_forecast_units)
    or isnan(model_forecast_units)
    or isinf(forecast_units_p10)
    or isnan(forecast_units_p10)
    or isinf(forecast_units_p90)
    or isnan(forecast_units_p90)
