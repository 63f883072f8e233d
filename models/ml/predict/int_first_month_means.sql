{% set months = var('cold_start_months') %}

with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

products as (

    select * from {{ ref('int_products') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

sales_range as (

    select * from {{ ref('int_sales_range') }}

),

first_months as (

    -- What products sold in their first months. Those that were there when the data begin are
    -- older than they look: they count only where there are no others. Decimals, because their
    -- sums do not depend on the order of the rows.
    select
        products.product_group,
        demand_monthly.demand_month,
        cast(demand_monthly.demand_units as decimal(18, 4)) as demand_units,
        case
            when
                demand_monthly.demand_month
                > {{ add_months('sales_range.first_sale_month', months - 1) }}
                then cast(demand_monthly.demand_units as decimal(18, 4))
        end as launch_units

    from demand_monthly

    inner join products on demand_monthly.product_id = products.product_id

    cross join sales_range

    where demand_monthly.age_months < {{ months }}

),

known as (

    select
        cutoffs.cutoff_month,
        first_months.*

    from cutoffs

    inner join first_months on cutoffs.cutoff_month >= first_months.demand_month

),

means as (

    select
        cutoff_month,
        coalesce(product_group, 'all') as product_group,
        avg(launch_units) as launch_units,
        avg(demand_units) as mean_units

    from known

    group by grouping sets ( -- noqa: PRS
        (cutoff_month, product_group),
        (cutoff_month)
    )

)

select * from means
