with

order_terms as (

    select * from {{ ref('int_order_terms') }}

),

interval_totals as (

    select * from {{ ref('int_interval_totals') }}
    where interval_kind = 'until the next arrival'

),

levels as (

    select
        order_terms.*,
        interval_totals.forecast_units as expected_units,
        case order_terms.service_level
            {% for level in var('total_quantile_levels') -%}
                when {{ level }} then interval_totals.deviation_{{ quantile_name(level) }}
            {% endfor -%}
        end as safety_units,
        interval_totals.is_extrapolated

    from order_terms

    inner join interval_totals
        on
            order_terms.product_id = interval_totals.product_id
            and order_terms.cutoff_month = interval_totals.cutoff_month

)

select * from levels
