with

source as (

    select * from {{ source('raw', 'daily_sales') }}

),

renamed as (

    select
        product_id,
        sale_line_id,
        quantity,
        unit_price,
        coalesce(on_promotion, false) as is_on_promotion,
        sale_date,
        unreadable_columns,
        field_problem,
        source_file,
        source_values

    from source

)

select * from renamed
