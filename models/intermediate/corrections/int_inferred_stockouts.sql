with

sales_gaps as (

    select * from {{ ref('int_sales_gaps') }}

),

selling_rates as (

    select * from {{ ref('int_selling_rates') }}

),

stock_levels as (

    select * from {{ ref('int_stock_levels') }}

),

rated as (

    -- What the product sells in the rest of the month counts as well, where there is enough of it.
    select
        sales_gaps.*,
        selling_rates.open_days_of_a_year,
        case
            when
                selling_rates.open_days - sales_gaps.gap_days_in_month
                >= {{ var('stockout_min_days') }}
                then least(
                    selling_rates.selling_share,
                    (selling_rates.selling_days + 0.5)
                    / (selling_rates.open_days - sales_gaps.gap_days_in_month + 1)
                )
            else selling_rates.selling_share
        end as selling_share

    from sales_gaps

    inner join selling_rates
        on
            sales_gaps.product_id = selling_rates.product_id
            and sales_gaps.demand_month = selling_rates.demand_month

),

improbable as (

    select
        *,
        round({{ expected_gaps('open_days_of_a_year', 'selling_share', 'gap_days') }}, 9)
            as expected_gaps_per_year

    from rated

    where
        {{ expected_gaps('open_days_of_a_year', 'selling_share', 'gap_days') }}
        <= {{ var('stockout_false_alarms_per_year') }}

),

unexplained as (

    -- Stock that was counted in the gap was there, and nobody wanted it.
    select
        improbable.product_id,
        improbable.demand_month,
        improbable.first_open_number,
        improbable.last_open_number,
        improbable.gap_days,
        improbable.gap_days_in_month,
        round(improbable.selling_share, 6) as selling_share,
        improbable.expected_gaps_per_year,
        improbable.reaches_month_end,
        case
            when
                improbable.reaches_month_end
                and improbable.gap_days > {{ var('stockout_max_days') }}
                then 'end of life'
            else 'stock-out'
        end as assumption,
        improbable.gap_start_date

    from improbable

    where not exists (
        select 1
        from stock_levels
        where
            stock_levels.product_id = improbable.product_id
            and stock_levels.on_hand_units > 0
            and stock_levels.stock_date between improbable.gap_start_date and improbable.last_date
    )

)

select * from unexplained
