-- Sums over the months of a product at a cutoff.
select
    candidate, product_id, cutoff_month, half,
    sum(abs(forecast_units - sold_units)) as absolute_error_units,
    sum(forecast_units - sold_units) as error_units,
    sum(abs(sold_units)) as absolute_actual_units,
    sum(sold_units) as actual_units
from scored
where data_set = $data_set and horizon <> 'total'
group by candidate, product_id, cutoff_month, half
order by candidate, product_id, cutoff_month
