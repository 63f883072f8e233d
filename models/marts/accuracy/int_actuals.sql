with

actuals_ledger as (

    select * from {{ ref('int_actuals_ledger') }}

),

revisions as (

    select
        product_id,
        demand_month,
        max(revision) as latest_revision

    from actuals_ledger

    group by product_id, demand_month

),

actuals as (

    select
        revisions.product_id,
        revisions.latest_revision,
        first_known.sold_units as first_known_units,
        current_known.sold_units as current_units,
        revisions.demand_month,
        first_known.seen_at as first_seen_at

    from revisions

    inner join actuals_ledger as first_known
        on
            revisions.product_id = first_known.product_id
            and revisions.demand_month = first_known.demand_month
            and first_known.revision = 1

    inner join actuals_ledger as current_known
        on
            revisions.product_id = current_known.product_id
            and revisions.demand_month = current_known.demand_month
            and revisions.latest_revision = current_known.revision

)

select * from actuals
