with

stock_levels as (

    select * from {{ ref('int_stock_levels') }}

),

signs_of_stock as (

    select * from {{ ref('int_signs_of_stock') }}

),

empty_counts as (

    select
        product_id,
        stock_date,
        {{ month_of('stock_date') }} as stock_month

    from stock_levels

    where on_hand_units <= 0

),

months_of_counts as (

    -- An empty count speaks for its month, and while it is fresh for the next one.
    select
        *,
        stock_month as demand_month
    from empty_counts

    union all

    select
        *,
        {{ add_months('stock_month', 1) }} as demand_month
    from empty_counts
    where
        {{ dbt.dateadd('day', var('stock_level_days'), 'stock_date') }}
        >= {{ add_months('stock_month', 1) }}

),

bounded as (

    select
        months_of_counts.product_id,
        months_of_counts.stock_date,
        months_of_counts.demand_month,
        max(case
            when signs_of_stock.seen_date <= months_of_counts.stock_date
                then signs_of_stock.seen_date
        end) as seen_before_date,
        min(case
            when signs_of_stock.seen_date > months_of_counts.stock_date
                then signs_of_stock.seen_date
        end) as seen_after_date

    from months_of_counts

    left join signs_of_stock
        on
            months_of_counts.product_id = signs_of_stock.product_id
            and months_of_counts.stock_month <= signs_of_stock.seen_date
            and signs_of_stock.seen_date < {{ add_months('months_of_counts.demand_month', 1) }}

    group by 1, 2, 3

),

spans as (

    select
        product_id,
        stock_date,
        demand_month,
        greatest(
            demand_month,
            coalesce(cast({{ dbt.dateadd('day', 1, 'seen_before_date') }} as date), demand_month)
        ) as first_date,
        least(
            cast({{ dbt.dateadd('day', var('stock_level_days'), 'stock_date') }} as date),
            coalesce(
                cast({{ dbt.dateadd('day', -1, 'seen_after_date') }} as date),
                cast({{ dbt.last_day('demand_month', 'month') }} as date)
            )
        ) as last_date

    from bounded

)

select * from spans
where last_date >= first_date
