-- Intervals are made for champions only: the baseline has some where it is the champion of all.
insert into baseline_intervals
select
    $baseline, product_id, cutoff_month, cast(horizon as varchar), forecast_units_p10, forecast_units_p90
from built.ml.ml_champion_forecasts
union all
select
    $baseline, product_id, cutoff_month, 'total', forecast_units_p10, forecast_units_p90
from built.ml.ml_forecast_totals
where total_months = $horizons
