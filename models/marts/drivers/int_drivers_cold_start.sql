with

forecasts as (

    select * from {{ ref('ml_cold_start_forecasts') }}

),

levels as (

    select * from {{ ref('int_levels_before_sales') }}

    union all

    select * from {{ ref('int_levels_after_launch') }}

),

with_level as (

    select
        forecasts.product_id,
        case
            when forecasts.cold_start_basis is null then 'nothing to go by'
            else 'level of ' || forecasts.cold_start_basis
        end as level_driver,
        forecasts.horizon,
        forecasts.forecast_units,
        case
            when forecasts.cold_start_basis = 'predecessor' then forecasts.forecast_units
            else coalesce(levels.level_units, 0)
        end as level_units,
        forecasts.cutoff_month

    from forecasts

    left join levels
        on
            forecasts.product_id = levels.product_id
            and forecasts.cutoff_month = levels.cutoff_month

),

drivers as (

    select
        product_id,
        level_driver as driver,
        horizon,
        level_units as units,
        cutoff_month
    from with_level

    union all

    select
        product_id,
        'launch profile' as driver,
        horizon,
        forecast_units - level_units as units,
        cutoff_month
    from with_level
    where forecast_units <> level_units

)

select * from drivers
