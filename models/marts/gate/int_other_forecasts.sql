with

champion_forecasts as (

    select * from {{ ref('ml_champion_forecasts') }}

),

single_forecasts as (

    select * from {{ ref('ml_single_forecasts') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

others as (

    select
        champion_forecasts.product_id,
        champion_forecasts.horizon,
        percentile_cont(0.5) within group (order by single_forecasts.forecast_units)
            as others_units,
        champion_forecasts.cutoff_month

    from champion_forecasts

    inner join cutoffs
        on
            champion_forecasts.cutoff_month = cutoffs.cutoff_month
            and cutoffs.months_before_production <= {{ var('bound_cutoffs') }}

    inner join single_forecasts
        on
            champion_forecasts.product_id = single_forecasts.product_id
            and champion_forecasts.cutoff_month = single_forecasts.cutoff_month
            and champion_forecasts.horizon = single_forecasts.horizon
            and champion_forecasts.candidate <> single_forecasts.candidate

    where isfinite(single_forecasts.forecast_units)

    group by
        champion_forecasts.product_id,
        champion_forecasts.cutoff_month,
        champion_forecasts.horizon

)

select * from others
