{% set months = var('cold_start_months') %}

with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

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

group_means as (

    select
        cutoffs.cutoff_month,
        first_months.product_group,
        avg(first_months.launch_units) as launch_units,
        avg(first_months.demand_units) as mean_units

    from cutoffs

    inner join first_months on cutoffs.cutoff_month >= first_months.demand_month

    group by 1, 2

),

all_means as (

    select
        cutoffs.cutoff_month,
        avg(first_months.launch_units) as launch_units,
        avg(first_months.demand_units) as mean_units

    from cutoffs

    inner join first_months on cutoffs.cutoff_month >= first_months.demand_month

    group by 1

),

cold_starts as (

    select
        expected_forecasts.product_id,
        expected_forecasts.horizon,
        round(
            coalesce(
                group_means.launch_units,
                all_means.launch_units,
                group_means.mean_units,
                all_means.mean_units
            ), 6
        ) as forecast_units,
        expected_forecasts.cutoff_month,
        expected_forecasts.target_month

    from expected_forecasts

    left join group_means
        on
            expected_forecasts.product_group = group_means.product_group
            and expected_forecasts.cutoff_month = group_means.cutoff_month

    inner join all_means on expected_forecasts.cutoff_month = all_means.cutoff_month

)

select * from cold_starts
