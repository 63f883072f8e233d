with

inferred_stockouts as (

    select * from {{ ref('int_inferred_stockouts') }}

),

ranked as (

    select
        product_id,
        demand_month,
        max(case
            when assumption = 'end of life' then 3
            when reaches_month_end then 2
            else 1
        end) as assumption_rank

    from inferred_stockouts

    group by product_id, demand_month

),

named as (

    select
        product_id,
        demand_month,
        case assumption_rank
            when 3 then 'end of life'
            when 2 then 'stock-out that goes on'
            else 'stock-out'
        end as gap_assumption

    from ranked

)

select * from named
