with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

final as (

    select
        product_id,
        selling_days,
        sold_units,
        stockout_units,
        outlier_units,
        returned_units,
        demand_units,
        in_stock_share,
        unit_price,
        promotion_share,
        is_stockout,
        is_outlier,
        is_listed,
        demand_month

    from demand_monthly

)

select * from final
