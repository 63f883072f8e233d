with

product_months as (

    select * from {{ ref('int_product_months') }}

),

sales_monthly as (

    select * from {{ ref('int_sales_monthly') }}

),

stock_months as (

    select * from {{ ref('int_stock_months') }}

),

stockout_units as (

    select * from {{ ref('int_stockout_units') }}

),

outlier_days as (

    select * from {{ ref('int_outlier_days') }}

),

outliers as (

    select
        product_id,
        demand_month,
        sum(cast(outlier_units as decimal(18, 4))) as outlier_units

    from outlier_days

    group by product_id, demand_month

),

joined as (

    select
        product_months.product_id,
        product_months.demand_month,
        product_months.age_months,
        product_months.is_listed,
        coalesce(sales_monthly.sold_units, 0) as sold_units,
        coalesce(sales_monthly.gross_units, 0) as gross_units,
        coalesce(sales_monthly.promotion_units, 0) as promotion_units,
        coalesce(sales_monthly.selling_days, 0) as selling_days,
        sales_monthly.revenue / nullif(sales_monthly.priced_units, 0) as unit_price,
        coalesce(cast(stockout_units.stockout_units as decimal(18, 4)), 0) as stockout_units,
        -coalesce(outliers.outlier_units, 0) as outlier_units,
        coalesce(stock_months.stockout_days, 0) as stockout_days,
        stock_months.stockout_basis,
        stock_months.in_stock_share,
        stock_months.known_in_stock_share

    from product_months

    left join sales_monthly
        on
            product_months.product_id = sales_monthly.product_id
            and product_months.demand_month = sales_monthly.demand_month

    left join stock_months
        on
            product_months.product_id = stock_months.product_id
            and product_months.demand_month = stock_months.demand_month

    left join stockout_units
        on
            product_months.product_id = stockout_units.product_id
            and product_months.demand_month = stockout_units.demand_month

    left join outliers
        on
            product_months.product_id = outliers.product_id
            and product_months.demand_month = outliers.demand_month

)

select * from joined
