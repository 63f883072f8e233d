with

single_forecasts as (

    select * from {{ ref('ml_single_forecasts') }}

),

ensemble_members as (

    select * from {{ ref('ml_ensemble_members') }}

),

averaged as (

    -- A sum of decimals does not depend on the order of the members.
    select
        single_forecasts.product_id,
        single_forecasts.horizon,
        round(
            cast(sum(cast(single_forecasts.forecast_units as decimal(38, 6))) as double)
            / count(*), 6
        ) as forecast_units,
        single_forecasts.cutoff_month,
        single_forecasts.target_month

    from single_forecasts

    inner join ensemble_members
        on
            single_forecasts.candidate = ensemble_members.candidate
            and single_forecasts.product_group = ensemble_members.product_group
            and single_forecasts.demand_class = ensemble_members.demand_class
            and single_forecasts.cutoff_month = ensemble_members.cutoff_month

    group by
        single_forecasts.product_id,
        single_forecasts.horizon,
        single_forecasts.cutoff_month,
        single_forecasts.target_month

)

select * from averaged
