with

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

products as (

    select * from {{ ref('int_products') }}

),

product_months as (

    select * from {{ ref('int_product_months') }}

),

first_months as (

    select
        product_id,
        min(demand_month) as first_sale_month

    from product_months

    group by product_id

),

unsold as (

    -- A launch is known one month ahead: next month's is ordered for with this month's.
    select
        products.product_id,
        products.product_group,
        cutoffs.cutoff_month

    from products

    cross join cutoffs

    left join first_months on products.product_id = first_months.product_id

    where
        products.launched_on < {{ add_months('cutoffs.cutoff_month', 2) }}
        and products.launched_on
        >= {{ add_months('cutoffs.cutoff_month', 2 - var('activity_months')) }}
        and (
            first_months.first_sale_month is null
            or first_months.first_sale_month > cutoffs.cutoff_month
        )
        and (
            products.discontinued_on is null
            or products.discontinued_on >= {{ add_months('cutoffs.cutoff_month', 1) }}
        )

)

select * from unsold
