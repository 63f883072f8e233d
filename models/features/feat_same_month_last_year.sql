with

product_history as (

    select * from {{ ref('feat_product_history') }}

),

demand_history as (

    select * from {{ ref('int_demand_history') }}

),

horizons as (

    {{ horizons() }}

),

smoothed as (

    -- The month after is known too: a year back, the target's neighbours lie before the cutoff
    -- for every horizon up to eleven.
    select
        product_id,
        demand_month,
        demand_units,
        avg(demand_units) over (
            partition by product_id order by demand_month
            rows between 1 preceding and 1 following
        ) as mean_around_units

    from demand_history

),

looked_up as (

    select
        product_history.product_id,
        horizons.horizon,
        round(
            last_year.demand_units / nullif(product_history.mean_12_months_units, 0), 6
        ) as same_month_last_year_scaled,
        round(
            last_year.mean_around_units / nullif(product_history.mean_12_months_units, 0), 6
        ) as months_around_last_year_scaled,
        round(
            before_last.demand_units / nullif(product_history.mean_12_months_units, 0), 6
        ) as same_month_before_last_year_scaled,
        product_history.cutoff_month

    from product_history

    cross join horizons

    left join smoothed as last_year
        on
            product_history.product_id = last_year.product_id
            and last_year.demand_month
            = {{ add_months('product_history.cutoff_month', 'horizons.horizon - 12') }}

    left join smoothed as before_last
        on
            product_history.product_id = before_last.product_id
            and before_last.demand_month
            = {{ add_months('product_history.cutoff_month', 'horizons.horizon - 24') }}

)

select * from looked_up
