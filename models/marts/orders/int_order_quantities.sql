with

order_needs as (

    select * from {{ ref('int_order_needs') }}

),

packed as (

    select
        *,
        {{ whole_packs('greatest(net_need_units, minimum_order_units)', 'pack_size') }}
            as full_units,
        {{ whole_packs('greatest(0, cap_units - position_units)', 'pack_size', rounded='down') }}
            as room_units

    from order_needs

),

capped as (

    select
        *,
        net_need_units > 0 and room_units < full_units as is_capped,
        case
            when net_need_units = 0 then 0
            when least(full_units, room_units) < minimum_order_units then 0
            else least(full_units, room_units)
        end as proposed_units

    from packed

)

select * from capped
