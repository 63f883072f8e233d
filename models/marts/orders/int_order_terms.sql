{# A term that no supplier can have meant is none. #}
{% set longest_lead_time = 24 %}

with

value_classes as (

    select * from {{ ref('int_value_classes') }}

),

products as (

    select * from {{ ref('int_products') }}

),

service_levels as (

    select * from {{ ref('service_levels') }}

),

terms as (

    -- An order placed after the cutoff arrives at the start of the month after the lead time, and
    -- lasts until the next one, placed a month later, arrives.
    select
        value_classes.product_id,
        value_classes.abc_class,
        value_classes.xyz_class,
        service_levels.service_level,
        cast(
            ceil(case
                when products.lead_time_months between 0 and {{ longest_lead_time }}
                    then products.lead_time_months
                else {{ var('lead_time_months') }}
            end) as integer
        ) as lead_time_months,
        case
            when products.pack_size > 0 and products.pack_size < {{ var('absurd_quantity') }}
                then products.pack_size
            else 1
        end as pack_size,
        case
            when products.minimum_order_units between 0 and {{ var('absurd_quantity') }}
                then products.minimum_order_units
            else 0
        end as minimum_order_units,
        case when products.unit_cost >= 0 then products.unit_cost end as unit_cost,
        value_classes.cutoff_month

    from value_classes

    inner join products on value_classes.product_id = products.product_id

    inner join service_levels on value_classes.abc_class = service_levels.abc_class

),

final as (

    select
        *,
        lead_time_months + {{ var('review_months') }} as protection_months

    from terms

)

select * from final
