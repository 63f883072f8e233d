-- A run goes on over days without business.
with open_days as (
    select sale_date, row_number() over (order by sale_date) as open_day
    from (select distinct sale_date from intermediate.int_sales_daily)
),

numbered as (
    select days.product_id, days.basis, days.stockout_date, open_days.open_day
    from intermediate.int_stockout_days as days
    asof inner join open_days on days.stockout_date >= open_days.sale_date
),

marked as (
    select
        *, coalesce(open_day - lag(open_day) over (
            partition by product_id, basis order by stockout_date
        ) > 1, true) as is_first
    from numbered
)

select
    basis, count(distinct product_id) as products, count(*) filter (is_first) as runs,
    count(*) as days, min(stockout_date) as first_day, max(stockout_date) as last_day
from marked
group by basis
order by basis desc
