-- Errors of the same forecasts with two settings, summed over the months of a product at a cutoff.
select
    one.candidate, one.product_id, one.cutoff_month,
    sum(abs(one.forecast_units - one.sold_units)) as error_units,
    sum(abs(other.forecast_units - other.sold_units)) as other_error_units,
    sum(abs(one.sold_units)) as actual_units
from scored as one
inner join scored as other
    on
        one.candidate = other.candidate
        and one.product_id = other.product_id
        and one.cutoff_month = other.cutoff_month
        and one.horizon = other.horizon
where one.data_set = $one and other.data_set = $other and one.horizon <> 'total'
group by one.candidate, one.product_id, one.cutoff_month
order by one.candidate, one.product_id, one.cutoff_month
