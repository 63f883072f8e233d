with

selling_months as (

    select * from {{ ref('int_selling_months') }}

),

stockout_days as (

    select * from {{ ref('int_stockout_days') }}

),

stock_levels as (

    select * from {{ ref('int_stock_levels') }}

),

stockouts as (

    select
        product_id,
        demand_month,
        sum(case when basis = 'known' then 1 else 0 end) as known_days,
        sum(case when basis = 'inferred' then 1 else 0 end) as inferred_days

    from stockout_days

    group by product_id, demand_month

),

counted as (

    select distinct
        product_id,
        {{ month_of('stock_date') }} as demand_month

    from stock_levels

),

shared as (

    select
        selling_months.product_id,
        selling_months.demand_month,
        selling_months.selling_days,
        selling_months.open_days,
        cast(coalesce(stockouts.known_days + stockouts.inferred_days, 0) as integer)
            as stockout_days,
        round(
            1 - coalesce(stockouts.known_days + stockouts.inferred_days, 0)
            / nullif(cast(selling_months.open_days as double), 0), 6
        ) as in_stock_share,
        case
            when counted.product_id is not null or stockouts.known_days > 0
                then round(
                    1 - coalesce(stockouts.known_days, 0)
                    / nullif(cast(selling_months.open_days as double), 0), 6
                )
        end as known_in_stock_share,
        case
            when stockouts.known_days > 0 and stockouts.inferred_days > 0
                then 'known and inferred'
            when stockouts.known_days > 0 then 'known'
            when stockouts.inferred_days > 0 then 'inferred'
        end as stockout_basis

    from selling_months

    left join stockouts
        on
            selling_months.product_id = stockouts.product_id
            and selling_months.demand_month = stockouts.demand_month

    left join counted
        on
            selling_months.product_id = counted.product_id
            and selling_months.demand_month = counted.demand_month

)

select * from shared
