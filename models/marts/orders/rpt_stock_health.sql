{# The outcome that the whole is for. Months without any stock level have no cover and no excess. #}

with

product_stock as (

    select * from {{ ref('int_product_stock') }}

),

valued as (

    select
        *,
        cast(stockout_units as decimal(38, 6)) as short_units,
        cast(on_hand_units * unit_value as decimal(38, 6)) as stock_value,
        case
            when on_hand_units is not null
                then cast(usual_units * unit_value as decimal(38, 6))
        end as usual_value,
        cast(excess_units * unit_value as decimal(38, 6)) as excess_value

    from product_stock

),

measured as (

    select
        coalesce(product_group, 'all') as product_group,
        count(*) as products,
        count(case when is_stockout then 1 end) as out_of_stock_products,
        count(on_hand_units) as counted_products,
        round(count(case when is_stockout then 1 end) / cast(count(*) as double), 6)
            as out_of_stock_share,
        round(cast(sum(short_units) as double), 4) as units_short,
        round(cast(sum(stock_value) as double), 2) as stock_value,
        round(cast(sum(stock_value) as double) / nullif(cast(sum(usual_value) as double), 0), 2)
            as cover_months,
        round(cast(sum(excess_value) as double), 2) as excess_value,
        demand_month

    from valued

    group by grouping sets ((demand_month, product_group), (demand_month)) -- noqa: PRS

)

select * from measured
