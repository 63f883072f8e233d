select product_id, on_hand_units, stock_date from {{ ref('stg_stock_levels') }}
