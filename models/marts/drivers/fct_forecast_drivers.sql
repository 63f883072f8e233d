{% set most_drivers = var('most_drivers') %}

with

released as (

    select * from {{ ref('fct_forecasts') }}

),

compared_drivers as (

    select * from {{ ref('int_compared_drivers') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by product_id, target_month
            order by abs(units) desc, abs(previous_units) desc, driver
        ) as size_rank

    from compared_drivers

),

named as (

    select
        product_id,
        case
            when size_rank <= {{ most_drivers }} then driver
            when driver in ('override', 'rounding') then driver
            else 'everything else'
        end as driver,
        case when size_rank <= {{ most_drivers }} then size_rank else {{ most_drivers }} + 1 end
            as driver_rank,
        units,
        previous_units,
        target_month

    from ranked

),

summed as (

    select
        product_id,
        driver,
        min(driver_rank) as driver_rank,
        round(sum(units), 9) as units,
        round(sum(previous_units), 9) as previous_units,
        target_month

    from named

    group by product_id, driver, target_month

),

final as (

    select
        released.release_id,
        released.product_id,
        summed.driver,
        cast(summed.driver_rank as integer) as driver_rank,
        released.horizon,
        summed.units,
        summed.previous_units,
        round(summed.units - summed.previous_units, 9) as change_units,
        released.cutoff_month,
        released.target_month

    from released

    inner join summed
        on
            released.product_id = summed.product_id
            and released.target_month = summed.target_month

)

select * from final
