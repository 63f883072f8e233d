with

order_proposals as (

    select * from {{ ref('fct_order_proposals') }}

),

ordered as (

    select
        coalesce(product_group, 'all') as product_group,
        count(case when proposed_units > 0 then 1 end) as order_lines,
        round(cast(sum(cast(proposed_value as decimal(38, 6))) as double), 2) as order_value,
        count(case when urgency = 'high' then 1 end) as urgent_orders,
        count(case when is_overstock then 1 end) as overstock_products,
        round(cast(sum(cast(excess_value as decimal(38, 6))) as double), 2) as excess_value

    from order_proposals

    group by grouping sets ((product_group), ()) -- noqa: PRS

)

select * from ordered
