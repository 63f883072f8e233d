with

stock_levels as (

    select * from {{ ref('int_stock_levels') }}

),

sales_daily as (

    select * from {{ ref('int_sales_daily') }}

),

empty_months as (

    -- An empty level speaks for its month, and while it is fresh for the next one.
    select
        product_id,
        {{ month_of('stock_date') }} as empty_month
    from stock_levels
    where on_hand_units <= 0

    union

    select
        product_id,
        {{ month_of(dbt.dateadd('day', var('stock_level_days'), 'stock_date')) }} as empty_month
    from stock_levels
    where on_hand_units <= 0

),

signs as (

    select
        sales_daily.product_id,
        sales_daily.sale_date as seen_date

    from sales_daily

    inner join empty_months
        on
            sales_daily.product_id = empty_months.product_id
            and {{ month_of('sales_daily.sale_date') }} = empty_months.empty_month

    where sales_daily.gross_units > 0

    union

    select
        stock_levels.product_id,
        stock_levels.stock_date as seen_date

    from stock_levels

    inner join empty_months
        on
            stock_levels.product_id = empty_months.product_id
            and {{ month_of('stock_levels.stock_date') }} = empty_months.empty_month

    where stock_levels.on_hand_units > 0

)

select * from signs
