{# The level counted nearest to the end of the cutoff month, the earlier of two; at most a month
   after it. #}

with

forecasts as (

    select * from {{ ref('fct_forecasts') }}
    where horizon = 1

),

stock_levels as (

    select * from {{ ref('int_stock_levels') }}

),

ended as (

    select
        product_id,
        cutoff_month,
        cast({{ dbt.last_day('cutoff_month', 'month') }} as date) as cutoff_date

    from forecasts

),

ranked as (

    select
        ended.product_id,
        stock_levels.on_hand_units,
        ended.cutoff_date,
        stock_levels.stock_date,
        row_number() over (
            partition by ended.product_id
            order by
                abs({{ dbt.datediff('stock_levels.stock_date', 'ended.cutoff_date', 'day') }}),
                stock_levels.stock_date
        ) as place

    from ended

    inner join stock_levels
        on
            ended.product_id = stock_levels.product_id
            and stock_levels.stock_date < {{ add_months('ended.cutoff_month', 2) }}

),

nearest as (

    select
        product_id,
        case
            when stock_date > cutoff_date then 'after the cutoff'
            when
                {{ dbt.dateadd('day', var('stock_level_days'), 'stock_date') }} < cutoff_date
                then 'before the cutoff'
            else 'at the cutoff'
        end as stock_basis,
        on_hand_units,
        stock_date

    from ranked

    where place = 1

)

select * from nearest
