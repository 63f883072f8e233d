select
    exceptions.product_id,
    products.product_name,
    exceptions.product_group,
    exceptions.urgency,
    exceptions.reason,
    exceptions.comment,
    units(exceptions.forecast_units) as forecast_units,
    units(exceptions.last_year_units) as last_year_units,
    units(exceptions.previous_units) as previous_units,
    round(exceptions.value_at_stake) as value_at_stake
from marts.rpt_exceptions as exceptions
left join marts.dim_products as products on exceptions.product_id = products.product_id
order by
    exceptions.urgency <> 'required',
    exceptions.value_at_stake desc nulls last,
    exceptions.forecast_units desc nulls last,
    exceptions.product_id
