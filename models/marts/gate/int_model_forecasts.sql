{# What each method says of the production cutoff, before a champion is chosen among them. #}

with

production as (

    select cutoff_month from {{ ref('int_cutoffs') }}
    where cutoff_kind = 'production'

),

all_forecasts as (

    select * from {{ ref('ml_single_forecasts') }}

),

ensemble_members as (

    select * from {{ ref('ml_ensemble_members') }}

),

cold_starts as (

    select * from {{ ref('ml_cold_start_forecasts') }}

),

single_forecasts as (

    select all_forecasts.*

    from all_forecasts

    inner join production on all_forecasts.cutoff_month = production.cutoff_month

),

members as (

    {{ member_forecasts() }}

),

said as (

    select
        candidate,
        product_id,
        horizon,
        forecast_units,
        cutoff_month
    from single_forecasts

    union all

    select
        'ensemble' as candidate,
        product_id,
        horizon,
        avg(forecast_units) as forecast_units,
        cutoff_month
    from members

    group by product_id, cutoff_month, horizon

    union all

    select
        'cold_start' as candidate,
        cold_starts.product_id,
        cold_starts.horizon,
        cold_starts.forecast_units,
        cold_starts.cutoff_month
    from cold_starts

    inner join production on cold_starts.cutoff_month = production.cutoff_month

)

select * from said
