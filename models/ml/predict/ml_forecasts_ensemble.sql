with

single_forecasts as (

    select * from {{ ref('ml_single_forecasts') }}

),

ensemble_members as (

    select * from {{ ref('ml_ensemble_members') }}

),

members as (

    {{ member_forecasts() }}

),

averaged as (

    -- A sum of decimals does not depend on the order of the members.
    select
        product_id,
        horizon,
        round(
            cast(sum(cast(forecast_units as decimal(38, 6))) as double) / count(*), 6
        ) as forecast_units,
        cutoff_month,
        target_month

    from members

    group by product_id, horizon, cutoff_month, target_month

)

select * from averaged
