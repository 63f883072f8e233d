with

launches as (

    select * from {{ ref('int_launches') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

selling_months as (

    select * from {{ ref('int_selling_months') }}

),

open_months as (

    select * from {{ ref('int_open_months') }}

),

timed as (

    select
        demand_monthly.product_id,
        demand_monthly.demand_month,
        demand_monthly.age_months,
        demand_monthly.demand_units,
        case
            when demand_monthly.age_months = 0
                then coalesce(
                    cast(selling_months.selling_days - 1 as double)
                    / nullif(selling_months.open_days - 1, 0), 0
                )
            else 0
        end as selling_share,
        case
            when demand_monthly.age_months = 0 and selling_months.open_days > 0
                then
                    cast(selling_months.open_days as double)
                    / (open_months.last_open_number - open_months.first_open_number + 1)
            else 1
        end as on_sale_share

    from launches

    inner join demand_monthly on launches.product_id = demand_monthly.product_id

    left join selling_months
        on
            demand_monthly.product_id = selling_months.product_id
            and demand_monthly.demand_month = selling_months.demand_month

    left join open_months on demand_monthly.demand_month = open_months.open_month

    where
        demand_monthly.age_months < {{ launch_profile_months() }}
        and demand_monthly.demand_units is not null

),

filled as (

    -- The days before the launch are filled as far as the product sells from day to day. Its
    -- first day, with a sale by definition, does not tell: after a single sale nothing is filled.
    select
        product_id,
        demand_month,
        age_months,
        round(demand_units * (1 + selling_share * (1 / on_sale_share - 1)), 6) as whole_units,
        on_sale_share

    from timed

)

select * from filled
