with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

gap_assumptions as (

    select * from {{ ref('int_gap_assumptions') }}

),

final as (

    select
        demand_monthly.product_id,
        demand_monthly.stockout_basis,
        gap_assumptions.gap_assumption,
        demand_monthly.selling_days,
        demand_monthly.stockout_days,
        demand_monthly.sold_units,
        demand_monthly.stockout_units,
        demand_monthly.outlier_units,
        demand_monthly.returned_units,
        demand_monthly.demand_units,
        demand_monthly.in_stock_share,
        demand_monthly.known_in_stock_share,
        demand_monthly.unit_price,
        demand_monthly.promotion_share,
        demand_monthly.is_stockout,
        demand_monthly.is_outlier,
        demand_monthly.is_listed,
        demand_monthly.demand_month

    from demand_monthly

    left join gap_assumptions
        on
            demand_monthly.product_id = gap_assumptions.product_id
            and demand_monthly.demand_month = gap_assumptions.demand_month

)

select * from final
