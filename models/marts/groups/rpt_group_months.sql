{% set units = ['sold', 'stockout', 'outlier', 'returned', 'demand'] %}

with

demand_monthly as (

    select * from {{ ref('fct_demand_monthly') }}

),

products as (

    select * from {{ ref('dim_products') }}

),

grouped as (

    select
        demand_monthly.*,
        products.product_group

    from demand_monthly

    inner join products on demand_monthly.product_id = products.product_id

),

summed as (

    select
        coalesce(product_group, 'all') as product_group,
        {% for kind in units -%}
            coalesce(
                cast(sum(cast({{ kind }}_units as decimal(38, 6))) as double), 0
            ) as {{ kind }}_units,
        {% endfor -%}
        demand_month

    from grouped

    group by grouping sets ((demand_month, product_group), (demand_month)) -- noqa: PRS

),

compared as (

    select
        summed.product_group,
        {% for kind in units -%}
            summed.{{ kind }}_units,
        {% endfor -%}
        last_year.sold_units as last_year_units,
        summed.demand_month

    from summed

    left join summed as last_year
        on
            summed.product_group = last_year.product_group
            and {{ add_months('summed.demand_month', -12) }} = last_year.demand_month

)

select * from compared
