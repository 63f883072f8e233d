{# The share of the total's distribution above what is there: between two quantiles it is linear,
   below the lowest it begins at nothing, above the highest it is at most what is left. #}
{% set levels = var('total_quantile_levels') | sort %}

with

stock_positions as (

    select * from {{ ref('int_stock_positions') }}

),

interval_totals as (

    select * from {{ ref('int_interval_totals') }}
    where interval_kind = 'until arrival'

),

released_shifts as (

    select * from {{ ref('int_released_shifts') }}

),

supplied as (

    select
        stock_positions.product_id,
        stock_positions.on_hand_units + stock_positions.due_before_arrival_units as supply_units,
        interval_totals.deviation_{{ quantile_name(levels[0]) }} is not null as is_spread_known,
        {% for level in levels -%}
            greatest(
                0,
                interval_totals.forecast_units
                + coalesce(released_shifts.shift_units, 0)
                + interval_totals.deviation_{{ quantile_name(level) }}
            ) as {{ quantile_name(level) }},
        {% endfor -%}
        stock_positions.lead_time_months

    from stock_positions

    left join interval_totals
        on
            stock_positions.product_id = interval_totals.product_id
            and stock_positions.cutoff_month = interval_totals.cutoff_month

    left join released_shifts
        on
            stock_positions.product_id = released_shifts.product_id
            and least(stock_positions.lead_time_months, {{ var('released_horizons') }})
            = released_shifts.total_months

    where stock_positions.on_hand_units is not null

),

risks as (

    select
        product_id,
        round(case
            when supply_units < 0 then 1
            when lead_time_months = 0 then 0
            when not is_spread_known then null
            {% for level in levels -%}
                {% set lower = '0' if loop.first else quantile_name(levels[loop.index0 - 1]) -%}
                {% set lower_level = 0 if loop.first else levels[loop.index0 - 1] -%}
                when supply_units < {{ quantile_name(level) }}
                    then
                        1 - {{ lower_level }}
                        - {{ '%.6g' % (level - lower_level) }} * (supply_units - {{ lower }})
                        / nullif({{ quantile_name(level) }} - {{ lower }}, 0)
            {% endfor -%}
            else {{ '%.6g' % (1 - levels[-1]) }}
        end, 4) as stockout_risk

    from supplied

)

select * from risks
