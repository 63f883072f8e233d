with

forecast_accuracy as (

    select * from {{ ref('fct_forecast_accuracy') }}

),

releases as (

    select * from {{ ref('int_releases') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

products_as_of as (

    select * from {{ ref('int_products_as_of') }}

),

scored as (

    select
        forecast_accuracy.product_id,
        forecast_accuracy.product_group,
        forecast_accuracy.demand_class,
        forecast_accuracy.override_owner,
        forecast_accuracy.horizon,
        forecast_accuracy.forecast_units,
        forecast_accuracy.model_forecast_units,
        forecast_accuracy.baseline_forecast_units,
        forecast_accuracy.override_units,
        forecast_accuracy.forecast_units_p10,
        forecast_accuracy.forecast_units_p90,
        forecast_accuracy.first_known_units as sold_units,
        demand_monthly.demand_units,
        products_as_of.naive_scale,
        products_as_of.naive_square_scale,
        forecast_accuracy.is_fallback,
        forecast_accuracy.cutoff_month,
        forecast_accuracy.target_month

    from forecast_accuracy

    inner join releases
        on
            forecast_accuracy.release_id = releases.release_id
            and releases.is_standing

    left join demand_monthly
        on
            forecast_accuracy.product_id = demand_monthly.product_id
            and forecast_accuracy.target_month = demand_monthly.demand_month

    left join products_as_of
        on
            forecast_accuracy.product_id = products_as_of.product_id
            and forecast_accuracy.cutoff_month = products_as_of.cutoff_month

    where forecast_accuracy.is_scored

)

select * from scored
