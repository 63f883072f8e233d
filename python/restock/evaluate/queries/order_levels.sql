-- What the two policies order up to, one row per product and cutoff: the proposal's expected units
-- and deviations by quantile level, the baseline's month, terms and the value of a unit.
select
    totals.product_id,
    totals.cutoff_month,
    terms.lead_time_months,
    terms.protection_months,
    terms.pack_size,
    terms.minimum_order_units,
    totals.forecast_units,
    champions.baseline_forecast_units as baseline_units,
    coalesce(unit_values.unit_value, avg(unit_values.unit_value) over (), 1) as unit_value,
    columns('deviation_.*')
from built.marts.int_interval_totals as totals
inner join built.marts.int_order_terms as terms
    on totals.product_id = terms.product_id and totals.cutoff_month = terms.cutoff_month
inner join built.ml.ml_champion_forecasts as champions
    on
        totals.product_id = champions.product_id
        and totals.cutoff_month = champions.cutoff_month
        and champions.horizon = 1
inner join built.marts.int_unit_values as unit_values
    on totals.product_id = unit_values.product_id
where totals.interval_kind = 'until the next arrival'
order by totals.product_id, totals.cutoff_month
