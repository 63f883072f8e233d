{# What a person should know of the figures; each is said in a few words. #}

with

order_quantities as (

    select * from {{ ref('int_order_quantities') }}

),

stockout_risks as (

    select * from {{ ref('int_stockout_risks') }}

),

given_tables as (

    select * from {{ ref('int_given_tables') }}

),

judged as (

    select
        order_quantities.*,
        stockout_risks.stockout_risk,
        given_tables.table_name is not null as has_open_orders,
        order_quantities.on_hand_units is not null
        and order_quantities.position_units > order_quantities.cap_units as is_overstock

    from order_quantities

    left join given_tables on given_tables.table_name = 'open_orders'

    left join stockout_risks on order_quantities.product_id = stockout_risks.product_id

),

worded as (

    select
        *,
        case
            when on_hand_units is not null and has_open_orders then 'order'
            else 'gross need'
        end as quantity_kind,
        case when is_overstock then round(position_units - cap_units, 4) else 0 end
            as excess_units,
        case
            when proposed_units > 0 and stockout_risk >= {{ var('urgent_stockout_risk') }}
                then 'high'
            when proposed_units > 0 and stockout_risk > 1 - service_level then 'medium'
            when proposed_units > 0 and stockout_risk is not null then 'low'
            when proposed_units > 0 then 'unknown'
            else 'none'
        end as urgency,
        case
            when is_too_late then 'discontinued before an order would arrive'
            when is_overstock then 'overstock: do not order'
            when net_need_units = 0 then 'stock and open orders suffice'
            when proposed_units = 0 then 'the least that can be ordered lasts too long'
            when is_capped then 'cut to what lasts ' || longest_cover_months || ' months'
            when proposed_units >= net_need_units + pack_size
                then 'below the order-up-to level; raised to the minimum order'
            else 'below the order-up-to level'
        end
        || case
            when stockout_risk >= {{ var('urgent_stockout_risk') }}
                then '; likely to run out before an order arrives'
            else ''
        end
        || case when overdue_units > 0 then '; open orders are overdue' else '' end
        || case
            when on_hand_units is null then '; stock is not known'
            when stock_basis = 'before the cutoff' then '; stock was counted on ' || stock_date
            else ''
        end
        || case when not has_open_orders then '; open orders are not known' else '' end
        || case when safety_units is null then '; no errors to learn a safety from' else '' end
        || case when is_extrapolated then '; months to cover beyond the horizon' else '' end
            as reason

    from judged

)

select * from worded
