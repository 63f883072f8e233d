with

source as (

    select * from {{ source('raw', 'products') }}

),

renamed as (

    select
        product_id,
        predecessor_id,
        nullif(trim(product_name), '') as product_name,
        nullif(trim(product_group), '') as product_group,
        nullif(trim(supplier), '') as supplier,
        unit_cost,
        pack_size,
        minimum_order_units,
        lead_time_months,
        launched_on,
        discontinued_on,
        unreadable_columns,
        field_problem,
        source_file,
        source_values

    from source

)

select * from renamed
