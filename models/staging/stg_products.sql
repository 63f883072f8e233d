with

source as (

    select * from {{ source('raw', 'products') }}

),

renamed as (

    select
        nullif(cast(product_id as varchar), '') as product_id,
        nullif(trim(cast(predecessor_id as varchar)), '') as predecessor_id,
        nullif(trim(cast(product_name as varchar)), '') as product_name,
        nullif(trim(cast(product_group as varchar)), '') as product_group,
        nullif(trim(cast(supplier as varchar)), '') as supplier,
        {{ try_cast('unit_cost', 'double') }} as unit_cost,
        {{ try_cast('pack_size', 'double') }} as pack_size,
        {{ try_cast('minimum_order_units', 'double') }} as minimum_order_units,
        {{ try_cast('lead_time_months', 'double') }} as lead_time_months,
        {{ read_date('launched_on') }} as launched_on,
        {{ read_date('discontinued_on') }} as discontinued_on,
        source_file

    from source

)

select * from renamed
