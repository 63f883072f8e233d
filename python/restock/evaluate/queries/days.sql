-- Days of business and of each product's life, up to the last complete month, with what was
-- planted on them. All truth is told for these days: nobody can buy on others.
create or replace temp view open_days as
select
    demand_date, row_number() over (order by demand_date) as open_day,
    cast(date_trunc('month', demand_date) as date) as demand_month
from (select distinct demand_date from truth_demand)
where demand_date < (
    select last_complete_month + interval 1 month
    from built.intermediate.int_last_complete_month
);

create or replace temp view product_days as
select products.product_id, open_days.*
from built.intermediate.int_products as products
inner join open_days
    on
        open_days.demand_date >= products.launched_on
        and (
            products.discontinued_on is null
            or open_days.demand_date < products.discontinued_on
        );

create or replace temp view planted_days as
select distinct product_days.*
from product_days
inner join truth_stockouts as stockouts
    on
        product_days.product_id = stockouts.product_id
        and product_days.demand_date between stockouts.start_date and stockouts.end_date;

create or replace temp view classes as
select
    months.product_id, arg_max(as_of.demand_class, as_of.cutoff_month) as demand_class
from built.intermediate.int_demand_monthly as months
inner join built.intermediate.int_products_as_of as as_of
    on
        months.product_id = as_of.product_id
        and months.demand_month = as_of.cutoff_month
where months.is_listed
group by months.product_id;
