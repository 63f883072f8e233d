with

source as (

    select * from {{ source('raw', 'daily_sales') }}

),

renamed as (

    select
        nullif(cast(product_id as varchar), '') as product_id,
        nullif(trim(cast(sale_line_id as varchar)), '') as sale_line_id,
        cast(sale_date as varchar) as sale_date_text,
        cast(quantity as varchar) as quantity_text,
        {{ try_cast('quantity', 'double') }} as quantity,
        {{ try_cast('unit_price', 'decimal(18, 4)') }} as unit_price,
        coalesce({{ try_cast('on_promotion', 'boolean') }}, false) as is_on_promotion,
        {{ read_date('sale_date') }} as sale_date,
        source_file

    from source

)

select * from renamed
