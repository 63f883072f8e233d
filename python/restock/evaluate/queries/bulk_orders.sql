select
    business as stock_counts, coalesce(demand_class, 'all') as demand_class,
    count(planted_units) as planted, count(capped_units) as found,
    count(planted_units + capped_units) / nullif(count(capped_units), 0) as precision,
    count(planted_units + capped_units) / nullif(count(planted_units), 0) as recall,
    cast(round(sum(planted_units)) as bigint) as planted_units,
    sum(
        -- least() alone takes the number where the other is null.
        case when planted_units + capped_units > 0 then least(capped_units, planted_units) end
    )
    / nullif(sum(planted_units), 0) as capped,
    cast(round(coalesce(
        sum(case when planted_units is null then capped_units end), 0
    )) as bigint) as wrongly_capped_units
from outlier_days
where list_contains($businesses, business)
group by grouping sets ((business, demand_class), (business))
order by list_position($businesses, business), demand_class = 'all', demand_class
