with

known_stockouts as (

    select * from {{ ref('int_known_stockouts') }}

),

inferred_stockouts as (

    select * from {{ ref('int_inferred_stockouts') }}

),

open_dates as (

    select * from {{ ref('int_open_dates') }}

),

selling_months as (

    select * from {{ ref('int_selling_months') }}

),

found as (

    select
        known_stockouts.product_id,
        open_dates.open_number,
        'known' as basis,
        known_stockouts.demand_month,
        open_dates.open_date

    from known_stockouts

    inner join open_dates
        on
            known_stockouts.demand_month = open_dates.open_month
            and open_dates.open_date
            between known_stockouts.first_date and known_stockouts.last_date

    where {{ var('known_stockouts') }}

    union all

    select
        inferred_stockouts.product_id,
        open_dates.open_number,
        'inferred' as basis,
        inferred_stockouts.demand_month,
        open_dates.open_date

    from inferred_stockouts

    inner join open_dates
        on
            inferred_stockouts.demand_month = open_dates.open_month
            and open_dates.open_number
            between inferred_stockouts.first_open_number and inferred_stockouts.last_open_number

    where
        {{ var('inferred_stockouts') }}
        and inferred_stockouts.assumption = 'stock-out'

),

in_its_life as (

    -- Not before the first sale, nor after the product was taken off the list.
    select
        found.product_id,
        found.demand_month,
        max(found.basis) as basis,
        found.open_date as stockout_date

    from found

    inner join selling_months
        on
            found.product_id = selling_months.product_id
            and found.demand_month = selling_months.demand_month
            and found.open_number
            between selling_months.first_open_number and selling_months.last_open_number

    group by found.product_id, found.demand_month, found.open_date

)

select * from in_its_life
