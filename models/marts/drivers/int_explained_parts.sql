with

explained_forecasts as (

    select * from {{ ref('int_explained_forecasts') }}

),

ensemble_members as (

    select * from {{ ref('ml_ensemble_members') }}

),

single_forecasts as (

    select * from {{ ref('ml_single_forecasts') }}

),

members as (

    {{ member_forecasts() }}

),

parts as (

    select
        explained_forecasts.product_id,
        coalesce(members.candidate, explained_forecasts.candidate) as candidate,
        explained_forecasts.horizon,
        coalesce(members.forecast_units, explained_forecasts.forecast_units) as forecast_units,
        1.0 / count(*) over (
            partition by
                explained_forecasts.product_id,
                explained_forecasts.cutoff_month,
                explained_forecasts.horizon
        ) as weight,
        explained_forecasts.is_known,
        explained_forecasts.is_current,
        explained_forecasts.cutoff_month,
        explained_forecasts.target_month

    from explained_forecasts

    left join members
        on
            case
                when explained_forecasts.is_known and explained_forecasts.candidate = 'ensemble'
                    then explained_forecasts.product_id
            end = members.product_id
            and explained_forecasts.cutoff_month = members.cutoff_month
            and explained_forecasts.horizon = members.horizon

)

select * from parts
