with

product_values as (

    select * from {{ ref('int_product_values') }}

),

cumulated as (

    -- The share of those that are worth more: the product that crosses a limit is still above it.
    select
        *,
        (
            sum(cast(year_value as decimal(28, 2))) over (
                partition by cutoff_month order by year_value desc, product_id asc
                rows unbounded preceding
            ) - cast(year_value as decimal(28, 2))
        ) / nullif(sum(year_value) over (partition by cutoff_month), 0) as share_above

    from product_values

),

classed as (

    select
        product_id,
        case
            when year_value > 0 and share_above < {{ var('abc_shares')[0] }} then 'A'
            when year_value > 0 and share_above < {{ var('abc_shares')[1] }} then 'B'
            else 'C'
        end as abc_class,
        case
            when history_months < {{ var('new_product_months') }} then 'Z'
            when variation < {{ var('xyz_limits')[0] }} then 'X'
            when variation < {{ var('xyz_limits')[1] }} then 'Y'
            else 'Z'
        end as xyz_class,
        year_value,
        cutoff_month

    from cumulated

)

select * from classed
