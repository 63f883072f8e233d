with

forecast_releases as (

    select * from {{ ref('fct_forecast_releases') }}

),

releases as (

    select * from {{ ref('int_releases') }}

),

forecasts as (

    select forecast_releases.*

    from forecast_releases

    inner join releases
        on
            forecast_releases.release_id = releases.release_id
            and releases.is_current

)

select * from forecasts
