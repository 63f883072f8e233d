with

ranked as (

    select
        *,
        row_number() over (
            partition by product_group order by best_wape_rank, product_id
        ) as best_in_group,
        row_number() over (
            partition by product_group order by best_wape_rank desc, product_id
        ) as worst_in_group,
        row_number() over (order by best_wape_rank, product_id) as best_of_all,
        row_number() over (order by best_wape_rank desc, product_id) as worst_of_all

    from marts.rpt_product_ranking

    where is_above_floor and best_wape_rank is not null

),

listed as (

    select 'all' as listed_in, 'best' as list, best_of_all as place, * from ranked
    where best_of_all <= 10
    union all by name
    select 'all' as listed_in, 'worst' as list, worst_of_all as place, * from ranked
    where worst_of_all <= 10
    union all by name
    select product_group as listed_in, 'best' as list, best_in_group as place, * from ranked
    where best_in_group <= 10
    union all by name
    select product_group as listed_in, 'worst' as list, worst_in_group as place, * from ranked
    where worst_in_group <= 10

)

select
    listed.listed_in,
    listed.list,
    listed.place,
    listed.product_id,
    products.product_name,
    listed.product_group,
    share(listed.wape) as wape,
    share(listed.bias) as bias,
    share(listed.fva) as fva,
    units(listed.actual_units) as actual_units,
    round(listed.absolute_error_value) as absolute_error_value
from listed
left join marts.dim_products as products on listed.product_id = products.product_id
order by listed.listed_in, listed.list, listed.place
