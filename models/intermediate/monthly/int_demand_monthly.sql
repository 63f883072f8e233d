with

product_months as (

    select * from {{ ref('int_product_months') }}

),

sales_monthly as (

    select * from {{ ref('int_sales_monthly') }}

),

filled as (

    select
        product_months.product_id,
        product_months.demand_month,
        product_months.age_months,
        product_months.is_listed,
        coalesce(sales_monthly.sold_units, 0) as sold_units,
        coalesce(sales_monthly.gross_units, 0) as gross_units,
        coalesce(sales_monthly.promotion_units, 0) as promotion_units,
        coalesce(sales_monthly.selling_days, 0) as selling_days,
        sales_monthly.revenue / nullif(sales_monthly.priced_units, 0) as unit_price

    from product_months

    left join sales_monthly
        on
            product_months.product_id = sales_monthly.product_id
            and product_months.demand_month = sales_monthly.demand_month

),

cumulated as (

    select
        *,
        sum(sold_units) over (
            partition by product_id order by demand_month rows unbounded preceding
        ) as cumulated_units

    from filled

),

carried as (

    -- Returns beyond the month's sales wait for the next sales: demand up to a month is the
    -- highest that net sales up to it have reached, never less than nothing.
    select
        *,
        greatest(0, max(cumulated_units) over (
            partition by product_id order by demand_month rows unbounded preceding
        )) as cumulated_demand

    from cumulated

),

netted as (

    select
        *,
        cumulated_demand - coalesce(lag(cumulated_demand) over (
            partition by product_id order by demand_month
        ), 0) as netted_units

    from carried

),

final as (

    select
        product_id,
        demand_month,
        age_months,
        selling_days,
        cast(sold_units as double) as sold_units,
        cast(gross_units as double) as gross_units,
        cast(0 as double) as stockout_units,
        cast(0 as double) as outlier_units,
        case when is_listed then cast(netted_units - sold_units as double) end as returned_units,
        case when is_listed then cast(netted_units as double) end as demand_units,
        cast(null as double) as in_stock_share,
        round(cast(unit_price as double), 4) as unit_price,
        round(cast(promotion_units as double) / nullif(cast(gross_units as double), 0), 6)
            as promotion_share,
        false as is_stockout,
        false as is_outlier,
        is_listed

    from netted

)

select * from final
