with

demand_history as (

    select * from {{ ref('int_demand_history') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

outlook_fingerprints as (

    select * from {{ ref('int_outlook_fingerprints') }}

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
        fingerprinted.series_fingerprint,
        active_products.cutoff_month

    from active_products

    inner join fingerprinted
        on
            active_products.history_months > 0
            and active_products.product_id = fingerprinted.product_id
            and active_products.cutoff_month = fingerprinted.demand_month

),

with_outlook as (

    select
        as_of_cutoffs.product_id,
        as_of_cutoffs.series_fingerprint
        + outlook_fingerprints.outlook_fingerprint as series_fingerprint,
        as_of_cutoffs.cutoff_month

    from as_of_cutoffs

    inner join outlook_fingerprints
        on
            as_of_cutoffs.product_id = outlook_fingerprints.product_id
            and as_of_cutoffs.cutoff_month = outlook_fingerprints.cutoff_month

),

by_training_data as (

    select
        'series' as training_data,
        product_id,
        cast(series_fingerprint as varchar) as series_fingerprint,
        cutoff_month
    from as_of_cutoffs

    union all

    select
        'series and outlook' as training_data,
        product_id,
        cast(series_fingerprint as varchar) as series_fingerprint,
        cutoff_month
    from with_outlook

)

select * from by_training_data
