with

backtest_errors as (

    select * from {{ ref('ml_backtest_errors') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

monthly_sums as (

    -- Decimals, because their sums do not depend on the order of the rows.
    select
        candidate,
        product_group,
        demand_class,
        target_month,
        count(*) as error_count,
        sum(cast(abs(forecast_units - sold_units) as decimal(38, 6))) as absolute_error_units,
        sum(cast(forecast_units - sold_units as decimal(38, 6))) as error_units,
        sum(cast(abs(sold_units) as decimal(38, 6))) as absolute_actual_units,
        sum(cast(sold_units as decimal(38, 6))) as actual_units

    from backtest_errors

    -- A cold start is nobody's merit.
    where horizon <= {{ var('released_horizons') }} and not is_cold_start

    group by candidate, product_group, demand_class, target_month

),

in_window as (

    select
        cutoffs.cutoff_month,
        monthly_sums.*

    from cutoffs

    inner join monthly_sums
        on
            cutoffs.cutoff_month >= monthly_sums.target_month
            and monthly_sums.target_month
            > {{ add_months('cutoffs.cutoff_month', -var('selection_months')) }}

),

segments as (

    select
        cutoff_month,
        candidate,
        coalesce(product_group, 'all') as product_group,
        coalesce(demand_class, 'all') as demand_class,
        cast(sum(error_count) as bigint) as error_count,
        count(distinct target_month) as month_count,
        cast(sum(absolute_error_units) as double) as absolute_error_units,
        cast(sum(error_units) as double) as error_units,
        cast(sum(absolute_actual_units) as double) as absolute_actual_units,
        cast(sum(actual_units) as double) as actual_units

    from in_window

    group by grouping sets ( -- noqa: PRS
        (cutoff_month, candidate, product_group, demand_class),
        (cutoff_month, candidate, demand_class),
        (cutoff_month, candidate)
    )

),

scores as (

    select
        candidate,
        product_group,
        demand_class,
        error_count,
        month_count,
        round(absolute_error_units / nullif(absolute_actual_units, 0), 6) as wape,
        round(error_units / nullif(actual_units, 0), 6) as bias,
        cutoff_month

    from segments

)

select * from scores
