with

backtest_errors as (

    select * from {{ ref('ml_backtest_errors') }}

),

spans as (

    {{ spans() }}

),

summed as (

    -- The error of a total is that of the total, not the sum of the months' errors.
    select
        backtest_errors.candidate,
        backtest_errors.product_id,
        backtest_errors.demand_class,
        spans.first_horizon,
        spans.last_horizon,
        cast(sum(cast(backtest_errors.forecast_units as decimal(38, 6))) as double)
            as forecast_units,
        cast(sum(cast(backtest_errors.sold_units as decimal(38, 6))) as double) as sold_units,
        max(backtest_errors.naive_scale) as naive_scale,
        backtest_errors.cutoff_month,
        max(backtest_errors.target_month) as last_target_month

    from backtest_errors

    inner join spans
        on backtest_errors.horizon between spans.first_horizon and spans.last_horizon

    group by
        backtest_errors.candidate,
        backtest_errors.product_id,
        backtest_errors.demand_class,
        spans.first_horizon,
        spans.last_horizon,
        backtest_errors.cutoff_month

    having count(*) = spans.last_horizon - spans.first_horizon + 1

),

scaled as (

    select
        candidate,
        product_id,
        demand_class,
        first_horizon,
        last_horizon,
        round(
            (sold_units - forecast_units)
            / {{ spread_scale('naive_scale', 'forecast_units') }}, 6
        ) as scaled_deviation,
        cutoff_month,
        last_target_month

    from summed

)

select * from scaled
where scaled_deviation is not null
