with corrections as (
    unpivot intermediate.int_demand_monthly
    on stockout_units, outlier_units, returned_units into name correction value units
),

ranked as (
    select *, row_number() over (
        partition by correction order by abs(units) desc, product_id, demand_month
    ) as place
    from corrections
    where units <> 0
),

-- A month may be among the largest in two ways.
chosen as (
    select product_id, demand_month, min(place) as place
    from ranked
    group by product_id, demand_month
    order by place, product_id, demand_month
    limit 10
),

out_of_stock as (
    select
        product_id, cast(date_trunc('month', stockout_date) as date) as demand_month,
        'out of stock (' || min(basis) || ') ' || count(*) || ' days from '
        || min(stockout_date) || ' to ' || max(stockout_date) as days
    from intermediate.int_stockout_days
    group by all
),

capped as (
    select
        product_id, cast(date_trunc('month', sale_date) as date) as demand_month,
        string_agg(
            sale_date || ' -' || round(outlier_units, 1), ', ' order by sale_date
        ) as days
    from intermediate.int_outlier_days
    group by all
)

select
    months.product_id, strftime(months.demand_month, '%Y-%m') as month,
    printf('%.1f', months.sold_units + 0) as sold, printf('%.1f', months.stockout_units) as stockout,
    printf('%.1f', months.outlier_units + 0) as outlier,
    printf('%.1f', months.returned_units + 0) as returned,
    printf('%.1f', months.demand_units + 0) as demand,
    concat_ws('; ', out_of_stock.days, capped.days) as days
from chosen
inner join intermediate.int_demand_monthly as months
    on
        chosen.product_id = months.product_id
        and chosen.demand_month = months.demand_month
left join out_of_stock
    on
        chosen.product_id = out_of_stock.product_id
        and chosen.demand_month = out_of_stock.demand_month
left join capped
    on
        chosen.product_id = capped.product_id
        and chosen.demand_month = capped.demand_month
order by chosen.place, months.product_id, months.demand_month
