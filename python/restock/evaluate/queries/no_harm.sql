with months as (
    select
        coalesce(demand_class, 'all') as demand_class, count(*) as product_months,
        wape(demand_units, latent_units) as wape,
        wape(sold_units, latent_units) as uncleaned_wape,
        bias(demand_units, latent_units) as bias,
        bias(sold_units, latent_units) as uncleaned_bias
    from product_months
    where business = $business
    group by grouping sets ((demand_class), ())
),
out_counts as (
    select coalesce(demand_class, 'all') as demand_class, count(*) as out_days
    from out_days
    where business = $business
    group by grouping sets ((demand_class), ())
),
outlier_counts as (
    select coalesce(demand_class, 'all') as demand_class, count(*) as outlier_days
    from outlier_days
    where business = $business
    group by grouping sets ((demand_class), ())
)
select
    months.demand_class, months.product_months, months.wape, months.uncleaned_wape,
    months.wape / nullif(months.uncleaned_wape, 0) - 1 as relative_difference,
    months.bias, months.uncleaned_bias,
    coalesce(out_counts.out_days, 0) as stockout_days,
    coalesce(outlier_counts.outlier_days, 0) as outlier_days
from months
left join out_counts on months.demand_class = out_counts.demand_class
left join outlier_counts on months.demand_class = outlier_counts.demand_class
order by months.demand_class = 'all', months.demand_class
