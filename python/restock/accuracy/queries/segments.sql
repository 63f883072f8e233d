-- What each segment adds to the difference in the champion's wape.
with segments as (
    select
        one.product_group, one.demand_class, count(*) as forecasts,
        wape(one.forecast_units, one.sold_units) as wape_before,
        wape(other.forecast_units, other.sold_units) as wape,
        sum(abs(other.forecast_units - other.sold_units))
        - sum(abs(one.forecast_units - one.sold_units)) as difference_units,
        sum(abs(one.sold_units)) as actual_units
    from scored as one
    inner join scored as other
        on
            one.candidate = other.candidate
            and one.product_id = other.product_id
            and one.cutoff_month = other.cutoff_month
            and one.horizon = other.horizon
    where
        one.data_set = $one and other.data_set = $other
        and one.horizon <> 'total' and one.candidate = $champion
    group by one.product_group, one.demand_class
),

ranked as (
    select
        *, difference_units / nullif(sum(actual_units) over (), 0) as adds,
        row_number() over (order by difference_units, product_group, demand_class) as place,
        count(*) over () as segments
    from segments
)

select product_group, demand_class, forecasts, wape_before, wape, adds
from ranked
where
    (difference_units < 0 and place <= $most)
    or (difference_units > 0 and place > segments - $most)
order by place
