with

actuals_ledger as (

    select * from {{ ref('int_actuals_ledger') }}

),

restatements as (

    select
        restated.product_id,
        restated.revision,
        earlier.sold_units as units_before,
        restated.sold_units as units_after,
        restated.demand_month,
        restated.seen_at

    from actuals_ledger as restated

    inner join actuals_ledger as earlier
        on
            restated.product_id = earlier.product_id
            and restated.demand_month = earlier.demand_month
            and restated.revision = earlier.revision + 1

)

select * from restatements
