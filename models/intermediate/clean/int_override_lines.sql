with

overrides as (

    select * from {{ ref('stg_overrides') }}

),

products as (

    select product_id from {{ ref('int_products') }}

),

judged as (

    select
        overrides.*,
        case
            when overrides.field_problem is not null then overrides.field_problem
            {{ product_reasons('overrides', 'products.product_id') }}
            {{ date_reasons('overrides', 'target_month', 'target month') }}
            {{ number_reasons('overrides', 'override_units', 'units') }}
            when overrides.override_units < 0 then 'negative units'
        end as reason_by_itself

    from overrides

    left join products on overrides.product_id = products.product_id

),

numbered as (

    select
        *,
        row_number() over (
            partition by product_id, target_month, reason_by_itself
            order by source_file, override_units, owner, reason, expires_on
        ) as occurrence

    from judged

),

final as (

    select
        *,
        case
            when reason_by_itself is not null then reason_by_itself
            when occurrence > 1 then 'repeated override'
        end as rejection_reason

    from numbered

)

select * from final
