{# What was ordered in workbooks counts where there is no table of open orders, and once, though a
   workbook may be there twice; of figures that differ the lowest is the safe one. #}

with

open_orders as (

    select * from {{ ref('stg_open_orders') }}

),

products as (

    select product_id from {{ ref('int_products') }}

),

input_files as (

    select
        source_file,
        file_format = 'workbook' as is_workbook,
        count(case when file_format <> 'workbook' then 1 end) over () > 0 as is_table_given

    from {{ ref('stg_input_files') }}

    where table_name = 'open_orders'

),

judged as (

    select
        open_orders.*,
        coalesce(input_files.is_workbook, false) as is_from_workbook,
        case
            when open_orders.field_problem is not null then open_orders.field_problem
            {{ product_reasons('open_orders', 'products.product_id') }}
            {{ date_reasons('open_orders', 'due_month', 'due month') }}
            {{ number_reasons('open_orders', 'ordered_units', 'units') }}
            when open_orders.ordered_units < 0 then 'negative units'
            when input_files.is_workbook and input_files.is_table_given
                then 'open_orders is given'
        end as reason_by_itself

    from open_orders

    left join products on open_orders.product_id = products.product_id

    left join input_files on open_orders.source_file = input_files.source_file

),

numbered as (

    select
        *,
        row_number() over (
            partition by is_from_workbook, product_id, due_month, release_id, reason_by_itself
            order by ordered_units, source_file
        ) as occurrence

    from judged

),

final as (

    select
        *,
        case
            when reason_by_itself is not null then reason_by_itself
            when is_from_workbook and occurrence > 1 then 'repeated order'
        end as rejection_reason

    from numbered

)

select * from final
