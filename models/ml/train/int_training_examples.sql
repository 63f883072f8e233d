with

forecast_inputs as (

    select * from {{ ref('feat_forecast_inputs') }}

),

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

examples as (

    select
        forecast_inputs.*,
        demand_monthly.training_units as demand_units

    from forecast_inputs

    inner join demand_monthly
        on
            forecast_inputs.product_id = demand_monthly.product_id
            and forecast_inputs.target_month = demand_monthly.demand_month

    where
        demand_monthly.training_units is not null
        and forecast_inputs.mean_12_months_units > 0

)

select * from examples
