with

stock_levels as (

    select * from {{ ref('stg_stock_levels') }}

),

products as (

    select product_id from {{ ref('int_products') }}

),

judged as (

    select
        stock_levels.*,
        case
            when stock_levels.field_problem is not null then stock_levels.field_problem
            {{ date_reasons('stock_levels', 'stock_date', 'date', has_happened=true) }}
            {{ product_reasons('stock_levels', 'products.product_id') }}
            {{ number_reasons('stock_levels', 'on_hand_units', 'level') }}
        end as reason_by_itself

    from stock_levels

    left join products on stock_levels.product_id = products.product_id

),

numbered as (

    -- Of several counts of a day the lowest is the safe one.
    select
        *,
        row_number() over (
            partition by product_id, stock_date, reason_by_itself
            order by on_hand_units, source_file
        ) as occurrence

    from judged

),

final as (

    select
        *,
        case
            when reason_by_itself is not null then reason_by_itself
            when occurrence > 1 then 'repeated level'
        end as rejection_reason

    from numbered

)

select * from final
