with

corrected_months as (

    select * from {{ ref('int_corrected_months') }}

),

cumulated as (

    select
        *,
        sum(sold_units + outlier_units) over (
            partition by product_id order by demand_month rows unbounded preceding
        ) as cumulated_units

    from corrected_months

),

carried as (

    -- Returns beyond the month's sales wait for the next sales: what is sold up to a month is the
    -- highest that net sales up to it have reached, never less than nothing. Sales that were
    -- missed have nothing to do with it.
    select
        *,
        greatest(0, max(cumulated_units) over (
            partition by product_id order by demand_month rows unbounded preceding
        )) as cumulated_sales

    from cumulated

),

netted as (

    select
        *,
        {% if var('carry_returns') -%}
            cumulated_sales - coalesce(lag(cumulated_sales) over (
                partition by product_id order by demand_month
            ), 0)
        {%- else -%}
            greatest(0, sold_units + outlier_units)
        {%- endif %} + stockout_units as netted_units

    from carried

),

final as (

    select
        product_id,
        demand_month,
        age_months,
        selling_days,
        stockout_days,
        stockout_basis,
        cast(sold_units as double) as sold_units,
        cast(gross_units as double) as gross_units,
        cast(stockout_units as double) as stockout_units,
        cast(outlier_units as double) as outlier_units,
        case
            when is_listed
                then cast(
                    netted_units - (sold_units + stockout_units + outlier_units) as double
                )
        end as returned_units,
        case when is_listed then cast(netted_units as double) end as demand_units,
        case
            when is_listed and coalesce(in_stock_share, 1) >= {{ var('trained_in_stock_share') }}
                then cast(netted_units as double)
        end as training_units,
        in_stock_share,
        known_in_stock_share,
        round(cast(unit_price as double), 4) as unit_price,
        round(cast(promotion_units as double) / nullif(cast(gross_units as double), 0), 6)
            as promotion_share,
        stockout_days > 0 as is_stockout,
        outlier_units < 0 as is_outlier,
        is_listed

    from netted

)

select * from final
