with

sales_lines as (

    select * from {{ ref('int_sales_lines') }}

),

accepted as (

    -- Decimals, because their sums do not depend on the order of the lines.
    select
        product_id,
        sale_date,
        is_on_promotion,
        cast(quantity as decimal(18, 4)) as units,
        unit_price

    from sales_lines

    where rejection_reason is null

),

daily as (

    -- A sum is a wider decimal than its parts, and much slower to read.
    select
        product_id,
        sale_date,
        count(*) as line_count,
        cast(sum(units) as decimal(18, 4)) as sold_units,
        cast(sum(case when units > 0 then units else 0 end) as decimal(18, 4)) as gross_units,
        cast(
            sum(case when units > 0 and is_on_promotion then units else 0 end) as decimal(18, 4)
        ) as promotion_units,
        cast(
            sum(case when units > 0 and unit_price is not null then units else 0 end)
            as decimal(18, 4)
        ) as priced_units,
        sum(
            case when units > 0 then cast(units as decimal(38, 4)) * unit_price else 0 end
        ) as revenue,
        {{ occurs_evenly(['units', 'unit_price', 'is_on_promotion']) }} as is_doubled

    from accepted

    group by product_id, sale_date

)

select * from daily
