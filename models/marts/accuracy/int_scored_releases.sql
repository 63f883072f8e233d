with

forecast_accuracy as (

    select * from {{ ref('fct_forecast_accuracy') }}

),

release_events as (

    select * from {{ ref('fct_release_events') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

products_as_of as (

    select * from {{ ref('int_products_as_of') }}

),

numbered as (

    select
        forecast_accuracy.product_id,
        forecast_accuracy.product_group,
        forecast_accuracy.demand_class,
        forecast_accuracy.horizon,
        forecast_accuracy.forecast_units,
        forecast_accuracy.baseline_forecast_units,
        forecast_accuracy.forecast_units_p10,
        forecast_accuracy.forecast_units_p90,
        forecast_accuracy.first_known_units as sold_units,
        demand_monthly.demand_units,
        products_as_of.naive_scale,
        products_as_of.naive_square_scale,
        forecast_accuracy.is_fallback,
        forecast_accuracy.cutoff_month,
        forecast_accuracy.target_month,
        rank() over (
            partition by forecast_accuracy.cutoff_month
            order by forecast_accuracy.release_number desc
        ) as recency

    from forecast_accuracy

    left join demand_monthly
        on
            forecast_accuracy.product_id = demand_monthly.product_id
            and forecast_accuracy.target_month = demand_monthly.demand_month

    left join products_as_of
        on
            forecast_accuracy.product_id = products_as_of.product_id
            and forecast_accuracy.cutoff_month = products_as_of.cutoff_month

    left join release_events
        on
            forecast_accuracy.release_id = release_events.release_id
            and release_events.event = 'withdrawn'

    where
        forecast_accuracy.is_scored
        and release_events.release_id is null

),

last_of_cutoff as (

    select * from numbered
    where recency = 1

)

select * from last_of_cutoff
