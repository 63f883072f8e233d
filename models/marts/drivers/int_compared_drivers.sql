with

released as (

    select * from {{ ref('fct_forecasts') }}

),

forecast_drivers as (

    select * from {{ ref('int_forecast_drivers') }}

),

compared as (

    select
        product_id,
        driver,
        sum(case when is_current then units else 0 end) as units,
        sum(case when not is_current then units end) as previous_units,
        target_month
    from forecast_drivers
    group by product_id, driver, target_month

),

sums as (

    select
        product_id,
        sum(units) as units,
        sum(previous_units) as previous_units,
        target_month
    from compared
    group by product_id, target_month

),

remainders as (

    -- Without a forecast a cutoff earlier there is nothing to compare with.
    select
        released.product_id,
        round(released.forecast_units - released.model_forecast_units, 9) as override_units,
        released.model_forecast_units - sums.units as rounding_units,
        case when sums.previous_units is not null then 0 end as least_previous_units,
        released.target_month

    from released

    inner join sums
        on
            released.product_id = sums.product_id
            and released.target_month = sums.target_month

),

with_remainders as (

    select
        compared.product_id,
        compared.driver,
        compared.units,
        coalesce(compared.previous_units, remainders.least_previous_units) as previous_units,
        compared.target_month

    from compared

    inner join remainders
        on
            compared.product_id = remainders.product_id
            and compared.target_month = remainders.target_month

    union all

    select
        product_id,
        'override' as driver,
        override_units as units,
        least_previous_units as previous_units,
        target_month
    from remainders
    where override_units <> 0

    union all

    -- Drivers have 9 decimals, forecasts and the members of an ensemble 6.
    select
        product_id,
        'rounding' as driver,
        rounding_units as units,
        least_previous_units as previous_units,
        target_month
    from remainders
    where abs(rounding_units) > 2e-6

)

select * from with_remainders
