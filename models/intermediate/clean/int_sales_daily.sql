with

sales_lines as (

    select * from {{ ref('int_sales_lines') }}

),

accepted as (

    -- Whole ten-thousandths: sums of whole numbers are exact in any order of the lines, and half
    -- as wide as those of decimals.
    select
        product_id,
        sale_date,
        is_on_promotion,
        round(quantity * 10000) as units,
        unit_price,
        round(quantity * unit_price * 10000) as revenue

    from sales_lines

    where rejection_reason is null

),

daily as (

    select
        product_id,
        sale_date,
        count(*) as line_count,
        sum(units) as sold_units,
        sum(case when units > 0 then units else 0 end) as gross_units,
        sum(case when units > 0 and is_on_promotion then units else 0 end) as promotion_units,
        sum(case when units > 0 and unit_price is not null then units else 0 end) as priced_units,
        sum(case when units > 0 then revenue else 0 end) as revenue,
        {{ occurs_evenly(['units', 'unit_price', 'is_on_promotion']) }} as is_doubled

    from accepted

    group by product_id, sale_date

),

final as (

    select
        product_id,
        sale_date,
        line_count,
        cast(sold_units / 10000 as decimal(18, 4)) as sold_units,
        cast(gross_units / 10000 as decimal(18, 4)) as gross_units,
        cast(promotion_units / 10000 as decimal(18, 4)) as promotion_units,
        cast(priced_units / 10000 as decimal(18, 4)) as priced_units,
        {{ try_cast('revenue / 10000', 'decimal(38, 4)') }} as revenue,
        is_doubled

    from daily

)

select * from final
