with truth as (
    select
        days.product_id, days.demand_month, count(*) as open_days,
        count(planted_days.open_day) as out_days,
        coalesce(sum(demand.demand_units), 0) as latent_units,
        coalesce(sum(
            case when planted_days.open_day is not null then demand.demand_units end
        ), 0) as lost_units
    from product_days as days
    left join planted_days
        on
            days.product_id = planted_days.product_id
            and days.demand_date = planted_days.demand_date
    left join truth_demand as demand
        on
            days.product_id = demand.product_id
            and days.demand_date = demand.demand_date
    group by days.product_id, days.demand_month
),
bulk_months as (
    select distinct
        product_id, cast(date_trunc('month', sale_date) as date) as demand_month
    from truth_bulk_orders
)
insert into product_months
select
    $business, $seed, truth.product_id, coalesce(classes.demand_class, 'never sold'),
    truth.demand_month,
    case
        when truth.out_days = 0 then 'always'
        when truth.out_days <= 0.2 * truth.open_days then '80% and more'
        when truth.out_days <= 0.5 * truth.open_days then '50% to 80%'
        when truth.out_days <= 0.8 * truth.open_days then '20% to 50%'
        else 'under 20%'
    end,
    truth.latent_units, truth.lost_units, greatest(0, coalesce(months.sold_units, 0)),
    coalesce(months.stockout_units, 0), coalesce(months.demand_units, 0),
    truth.out_days > 0 or bulk_months.product_id is not null,
    coalesce(months.is_stockout or months.is_outlier, false)
from truth
left join built.intermediate.int_demand_monthly as months
    on
        truth.product_id = months.product_id
        and truth.demand_month = months.demand_month
left join bulk_months
    on
        truth.product_id = bulk_months.product_id
        and truth.demand_month = bulk_months.demand_month
left join classes on truth.product_id = classes.product_id
