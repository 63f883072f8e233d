with

scored_forecasts as (

    select * from {{ ref('int_scored_forecasts') }}

),

products as (

    select * from {{ ref('int_products') }}

),

exact as (

    -- Decimals, because their sums do not depend on the order of the rows.
    select
        product_id,
        cast(forecast_units as decimal(28, 6)) as forecast_units,
        cast(baseline_forecast_units as decimal(28, 6)) as baseline_forecast_units,
        cast(sold_units as decimal(28, 6)) as sold_units

    from scored_forecasts

    where
        basis = 'backtest'
        and candidate = 'champion'

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

    from exact

    group by product_id

),

ranked as (

    select
        summed.product_id,
        products.product_group,
        round(summed.wape, 6) as wape,
        round(summed.bias, 6) as bias,
        round({{ fva('summed.wape', 'summed.baseline_wape') }}, 6) as fva,
        round(summed.actual_units, 4) as actual_units,
        round(summed.absolute_error_units, 4) as absolute_error_units,
        summed.forecasts,
        cast(row_number() over (
            order by round(summed.absolute_error_units, 4) desc, summed.product_id
        ) as integer) as worst_rank,
        cast(row_number() over (
            order by round(summed.wape, 6) nulls last, summed.product_id
        ) as integer) as best_rank

    from summed

    inner join products on summed.product_id = products.product_id

)

select * from ranked
