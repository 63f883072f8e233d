with

active_products as (

    select * from {{ ref('int_active_products') }}

),

trailing_years as (

    select * from {{ ref('int_trailing_years') }}

),

known as (

    -- A launch that has not sold yet has neither price nor volume.
    select
        active_products.product_id,
        trailing_years.unit_price,
        trailing_years.year_units,
        active_products.cutoff_month

    from active_products

    left join trailing_years
        on
            active_products.product_id = trailing_years.product_id
            and active_products.cutoff_month = trailing_years.demand_month

    where active_products.cutoff_kind = 'reported'

),

ranked as (

    select
        product_id,
        {{ fifth('unit_price', partition='cutoff_month') }} as price_fifth,
        {{ fifth('year_units', partition='cutoff_month') }} as volume_fifth,
        cutoff_month

    from known

),

named as (

    select
        product_id,
        {% for kind in ['price', 'volume'] -%}
            case {{ kind }}_fifth
                when 1 then '1 (lowest)'
                when 5 then '5 (highest)'
                else coalesce(cast({{ kind }}_fifth as varchar), 'none')
            end as {{ kind }}_class,
        {% endfor -%}
        cutoff_month

    from ranked

)

select * from named
