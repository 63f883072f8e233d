with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

products as (

    select * from {{ ref('int_products') }}

),

horizons as (

    {{ horizons() }}

),

group_months as (

    select
        products.product_group,
        demand_monthly.demand_month,
        cast(sum(cast(demand_monthly.demand_units as decimal(38, 4))) as double) as demand_units

    from demand_monthly

    inner join products on demand_monthly.product_id = products.product_id

    group by 1, 2

),

windowed as (

    select
        product_group,
        demand_month,
        demand_units,
        lag(demand_units, 12) over (
            partition by product_group order by demand_month
        ) as last_year_units,
        avg(demand_units) over (
            partition by product_group order by demand_month
            rows between 2 preceding and current row
        ) as mean_3_months_units,
        avg(demand_units) over (
            partition by product_group order by demand_month
            rows between 11 preceding and current row
        ) as mean_12_months_units

    from group_months

),

looked_up as (

    select
        windowed.product_group,
        horizons.horizon,
        round(
            windowed.mean_3_months_units / nullif(windowed.mean_12_months_units, 0), 6
        ) as group_mean_3_months_scaled,
        round(
            windowed.demand_units / nullif(windowed.last_year_units, 0), 6
        ) as group_growth_on_year,
        round(
            last_year.demand_units / nullif(windowed.mean_12_months_units, 0), 6
        ) as group_same_month_last_year_scaled,
        windowed.demand_month as cutoff_month

    from windowed

    cross join horizons

    left join windowed as last_year
        on
            windowed.product_group = last_year.product_group
            and last_year.demand_month
            = {{ add_months('windowed.demand_month', 'horizons.horizon - 12') }}

)

select * from looked_up
