{#
    Forecasts of the candidates that a condition names beside what came, on the same rows for all:
    where a candidate has no forecast, it is scored on what would be released in its place. A cold
    start comes before what it says; the baseline is heard all the same, as the others are held
    against it.
#}
{% macro backtest_errors(forecasts, condition) -%}
    with

    scored_months as (

        select * from {{ ref('ml_scored_months') }}

    ),

    candidates as (

        select candidate from {{ ref('ml_candidates') }}
        where {{ condition }}

    ),

    forecasts as (

        select * from {{ forecasts }}

    ),

    scored as (

        select
            candidates.candidate,
            scored_months.product_id,
            scored_months.product_group,
            scored_months.demand_class,
            scored_months.cutoff_kind,
            scored_months.horizon,
            coalesce(forecasts.forecast_units, scored_months.forecast_units) as forecast_units,
            scored_months.baseline_forecast_units,
            scored_months.sold_units,
            scored_months.demand_units,
            scored_months.naive_scale,
            scored_months.naive_square_scale,
            forecasts.forecast_units is null as is_fallback,
            scored_months.candidate = 'cold_start' as is_cold_start,
            scored_months.cutoff_month,
            scored_months.target_month

        from scored_months

        cross join candidates

        left join forecasts
            on
                case
                    when
                        scored_months.candidate <> 'cold_start'
                        or candidates.candidate = '{{ baseline() }}'
                        then candidates.candidate
                end = forecasts.candidate
                and scored_months.product_id = forecasts.product_id
                and scored_months.cutoff_month = forecasts.cutoff_month
                and scored_months.horizon = forecasts.horizon

    )

    select * from scored
{%- endmacro %}
