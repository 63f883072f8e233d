with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

unit_values as (

    select * from {{ ref('int_unit_values') }}

),

stock_levels as (

    select * from {{ ref('int_stock_levels') }}

),

ranked as (

    select
        product_id,
        on_hand_units,
        {{ month_of('stock_date') }} as stock_month,
        row_number() over (
            partition by product_id, {{ month_of('stock_date') }} order by stock_date desc
        ) as place

    from stock_levels

),

usual as (

    select
        *,
        avg(demand_units) over (
            partition by product_id order by demand_month
            rows between 2 preceding and current row
        ) as usual_units,
        max(gross_units) over (
            partition by product_id order by demand_month
            rows between {{ var('activity_months') - 1 }} preceding and current row
        ) > 0 as is_selling

    from demand_monthly

    where is_listed

),

stocked as (

    select
        usual.product_id,
        unit_values.product_group,
        unit_values.unit_value,
        usual.stockout_units,
        usual.usual_units,
        ranked.on_hand_units,
        case
            when ranked.on_hand_units > {{ var('max_cover_months') }} * usual.usual_units
                then ranked.on_hand_units - {{ var('max_cover_months') }} * usual.usual_units
            when ranked.on_hand_units is not null then 0
        end as excess_units,
        usual.is_stockout,
        usual.demand_month

    from usual

    inner join unit_values on usual.product_id = unit_values.product_id

    left join ranked
        on
            usual.product_id = ranked.product_id
            and usual.demand_month = ranked.stock_month
            and ranked.place = 1

    where usual.is_selling

)

select * from stocked
