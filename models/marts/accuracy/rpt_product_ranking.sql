with

scored_forecasts as (

    select * from {{ ref('int_scored_forecasts') }}

),

unit_values as (

    select * from {{ ref('int_unit_values') }}

),

summed as (

    select
        product_id,
        {{ wape('forecast_units', 'sold_units') }} as wape,
        {{ bias('forecast_units', 'sold_units') }} as bias,
        {{ wape('baseline_forecast_units', 'sold_units') }} as baseline_wape,
        cast(sum(abs(forecast_units - sold_units)) as double) as absolute_error_units,
        cast(sum(sold_units) as double) as actual_units,
        count(*) as forecasts

    from scored_forecasts

    where
        basis = 'backtest'
        and candidate = 'champion'

    group by product_id

),

floors as (

    select
        {{ var('ranking_volume_floor') }}
        * percentile_cont(0.5) within group (order by actual_units) as floor_units

    from summed

),

valued as (

    select
        summed.product_id,
        unit_values.product_group,
        round(summed.wape, 6) as wape,
        round(summed.bias, 6) as bias,
        round({{ fva('summed.wape', 'summed.baseline_wape') }}, 6) as fva,
        round(summed.actual_units, 4) as actual_units,
        round(summed.absolute_error_units, 4) as absolute_error_units,
        summed.forecasts,
        unit_values.unit_value,
        round(unit_values.unit_value * summed.absolute_error_units, 2) as absolute_error_value,
        summed.actual_units > 0 and summed.actual_units >= floors.floor_units as is_above_floor

    from summed

    inner join unit_values on summed.product_id = unit_values.product_id

    cross join floors

),

ranked as (

    select
        *,
        cast(row_number() over (
            order by absolute_error_units desc, product_id asc
        ) as integer) as worst_rank,
        cast(row_number() over (order by wape nulls last, product_id) as integer) as best_rank,
        case
            when absolute_error_value is not null
                then cast(row_number() over (
                    order by absolute_error_value desc nulls last, product_id asc
                ) as integer)
        end as worst_value_rank,
        case
            when is_above_floor
                then cast(row_number() over (
                    partition by is_above_floor order by wape, product_id
                ) as integer)
        end as best_wape_rank

    from valued

)

select * from ranked
