with scored as (
    select forecasts.*, months.latent_units, months.sold_units
    from forecasts
    inner join product_months as months
        on
            forecasts.business = months.business
            and forecasts.product_id = months.product_id
            and forecasts.target_month = months.demand_month
    where forecasts.horizon <= $horizons
    -- With cleaning on and off, by all candidates: the same rows for all.
    qualify count(*) over (
        partition by forecasts.product_id, forecasts.cutoff_month, forecasts.horizon
    ) = (select count(distinct (cleaning, candidate)) from forecasts)
)
select
    candidate, cleaning, count(*) as forecasts,
    wape(forecast_units, latent_units) as wape, bias(forecast_units, latent_units) as bias,
    wape(forecast_units, sold_units) as wape_of_sold,
    bias(forecast_units, sold_units) as bias_of_sold
from scored
group by candidate, cleaning
order by candidate desc, cleaning desc
