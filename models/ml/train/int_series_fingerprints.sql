with

demand_history as (

    select * from {{ ref('int_demand_history') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

fingerprinted as (

    select
        product_id,
        demand_month,
        sum({{ fingerprint(['product_id', 'demand_month', 'training_units']) }}) over (
            partition by product_id order by demand_month rows unbounded preceding
        ) as series_fingerprint

    from demand_history

),

as_of_cutoffs as (

    -- What a product will inherit once it sells is not known before.
    select
        active_products.product_id,
        cast(fingerprinted.series_fingerprint as varchar) as series_fingerprint,
        active_products.cutoff_month

    from active_products

    inner join fingerprinted
        on
            active_products.history_months > 0
            and active_products.product_id = fingerprinted.product_id
            and active_products.cutoff_month = fingerprinted.demand_month

)

select * from as_of_cutoffs
