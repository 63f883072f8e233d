with

active_products as (

    select * from {{ ref('int_active_products') }}

),

horizons as (

    {{ horizons() }}

),

expected as (

    select
        active_products.product_id,
        active_products.product_group,
        active_products.demand_class,
        active_products.cutoff_kind,
        horizons.horizon,
        active_products.cutoff_month,
        {{ add_months('active_products.cutoff_month', 'horizons.horizon') }} as target_month

    from active_products

    cross join horizons

)

select * from expected
