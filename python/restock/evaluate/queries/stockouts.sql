-- Days in a row have neighbouring numbers, hence the same difference from their rank.
with numbered as (
    select
        *,
        open_day - row_number() over (
            partition by business, seed, product_id, is_planted order by open_day
        ) as planted_run,
        open_day - row_number() over (
            partition by business, seed, product_id, is_found order by open_day
        ) as found_run
    from out_days
    where list_contains($businesses, business)
),
days as (
    select
        business, coalesce(demand_class, 'all') as demand_class,
        count(*) filter (is_planted) as planted_days,
        count(*) filter (is_found) as found_days,
        count(*) filter (is_planted and is_found) as right_days
    from numbered
    group by grouping sets ((business, demand_class), (business))
),
planted as (
    select business, demand_class, bool_or(is_found) as is_right
    from numbered
    where is_planted
    group by business, seed, product_id, demand_class, planted_run
),
found as (
    select business, demand_class, bool_or(is_planted) as is_right
    from numbered
    where is_found
    group by business, seed, product_id, demand_class, found_run
),
planted_runs as (
    select
        business, coalesce(demand_class, 'all') as demand_class,
        count(*) as planted_runs, avg(cast(is_right as integer)) as recall
    from planted
    group by grouping sets ((business, demand_class), (business))
),
found_runs as (
    select
        business, coalesce(demand_class, 'all') as demand_class,
        count(*) as found_runs, avg(cast(is_right as integer)) as precision
    from found
    group by grouping sets ((business, demand_class), (business))
),
units as (
    select
        business, coalesce(demand_class, 'all') as demand_class,
        sum(lost_units) as lost_units, sum(stockout_units) as restored_units
    from product_months
    group by grouping sets ((business, demand_class), (business))
)
select
    days.business as stock_counts, days.demand_class, days.planted_days, days.found_days,
    days.right_days / nullif(days.found_days, 0) as precision,
    days.right_days / nullif(days.planted_days, 0) as recall,
    coalesce(planted_runs.planted_runs, 0) as planted_runs,
    coalesce(found_runs.found_runs, 0) as found_runs,
    found_runs.precision as run_precision,
    planted_runs.recall as run_recall,
    cast(round(units.lost_units) as bigint) as lost_units,
    units.restored_units / nullif(units.lost_units, 0) as restored
from days
left join planted_runs
    on days.business = planted_runs.business and days.demand_class = planted_runs.demand_class
left join found_runs
    on days.business = found_runs.business and days.demand_class = found_runs.demand_class
left join units
    on days.business = units.business and days.demand_class = units.demand_class
order by
    list_position($businesses, days.business),
    days.demand_class = 'all', days.demand_class
