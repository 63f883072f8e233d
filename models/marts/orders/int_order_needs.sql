with

stock_positions as (

    select * from {{ ref('int_stock_positions') }}

),

order_levels as (

    select * from {{ ref('int_order_levels') }}

),

released_shifts as (

    select * from {{ ref('int_released_shifts') }}

),

products as (

    select * from {{ ref('int_products') }}

),

leveled as (

    select
        order_levels.*,
        stock_positions.release_id,
        stock_positions.stock_basis,
        stock_positions.on_hand_units,
        stock_positions.open_order_units,
        stock_positions.overdue_units,
        coalesce(stock_positions.on_hand_units, 0) + stock_positions.open_order_units
            as position_units,
        greatest(0, order_levels.expected_units + coalesce(released_shifts.shift_units, 0))
            as released_units,
        {{ dbt.datediff('order_levels.cutoff_month', 'products.discontinued_on', 'month') }}
            as months_left,
        stock_positions.stock_date,
        products.discontinued_on

    from order_levels

    inner join stock_positions
        on
            order_levels.product_id = stock_positions.product_id
            and order_levels.cutoff_month = stock_positions.cutoff_month

    inner join products on order_levels.product_id = products.product_id

    left join released_shifts
        on
            order_levels.product_id = released_shifts.product_id
            and least(order_levels.protection_months, {{ var('released_horizons') }})
            = released_shifts.total_months

),

wanted as (

    select
        *,
        round(greatest(0, released_units + coalesce(safety_units, 0)), 4) as order_up_to_units,
        round(released_units / protection_months, 4) as monthly_units,
        case
            when months_left < greatest({{ var('max_cover_months') }}, protection_months)
                then months_left
            else greatest({{ var('max_cover_months') }}, protection_months)
        end as longest_cover_months,
        coalesce(months_left <= lead_time_months, false) as is_too_late

    from leveled

),

needed as (

    select
        *,
        -- Where the order alone takes as long as it may last, the level is never too much.
        case
            when
                longest_cover_months = protection_months
                and protection_months >= {{ var('max_cover_months') }}
                then greatest(order_up_to_units, round(monthly_units * longest_cover_months, 4))
            else round(monthly_units * longest_cover_months, 4)
        end as cap_units,
        round(
            case when is_too_late then 0 else greatest(0, order_up_to_units - position_units) end,
            4
        ) as net_need_units

    from wanted

)

select * from needed
