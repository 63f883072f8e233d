with

order_proposals as (

    select * from {{ ref('fct_order_proposals') }}

),

supplier_minimums as (

    select * from {{ ref('supplier_minimums') }}

),

summed as (

    select
        coalesce(supplier, 'unknown') as supplier,
        count(*) as products,
        count(case when proposed_units > 0 then 1 end) as order_lines,
        round(cast(sum(cast(proposed_units as decimal(38, 6))) as double), 4) as proposed_units,
        round(cast(sum(cast(proposed_value as decimal(38, 6))) as double), 2) as proposed_value,
        count(case when proposed_units > 0 and unit_cost is null then 1 end)
            as lines_without_cost,
        cutoff_month

    from order_proposals

    group by coalesce(supplier, 'unknown'), cutoff_month

),

compared as (

    select
        summed.supplier,
        summed.products,
        summed.order_lines,
        summed.lines_without_cost,
        summed.proposed_units,
        summed.proposed_value,
        supplier_minimums.minimum_order_value,
        case
            when
                summed.order_lines > 0
                and summed.proposed_value < supplier_minimums.minimum_order_value
                then supplier_minimums.minimum_order_value - summed.proposed_value
            when
                summed.order_lines > 0
                and summed.proposed_value >= supplier_minimums.minimum_order_value
                then 0
        end as missing_value,
        case
            when summed.order_lines = 0 or supplier_minimums.minimum_order_value is null
                then false
            else summed.proposed_value < supplier_minimums.minimum_order_value
        end as is_below_minimum,
        summed.cutoff_month

    from summed

    left join supplier_minimums on summed.supplier = supplier_minimums.supplier

)

select * from compared
