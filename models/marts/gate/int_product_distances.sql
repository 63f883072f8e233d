{# History that is zero says nothing against a forecast of zero, nor for one; and history that a
   forecast repeats in every month (the baseline, last year's) is where that was copied from. #}
{% set references = {
    'others': 'others_units',
    'previous': 'previous_units',
    'recent': 'recent_units',
    'last_year': 'known_last_year_units',
} %}

with

compared_forecasts as (

    select * from {{ ref('int_compared_forecasts') }}

),

differing as (

    select
        *,
        max(abs(forecast_units - baseline_forecast_units)) over (
            partition by product_id, cutoff_month
        ) > 0 as is_not_recent,
        max(abs(forecast_units - last_year_units)) over (
            partition by product_id, cutoff_month
        ) > 0
        and sum(last_year_units) over (partition by product_id, cutoff_month) > 0
            as is_not_last_year

    from compared_forecasts

),

independent as (

    select
        *,
        case when is_not_recent then nullif(baseline_forecast_units, 0) end as recent_units,
        case when is_not_last_year then last_year_units end as known_last_year_units

    from differing

),

summed as (

    -- A total is known where all of its months are.
    select
        product_id,
        min(product_group) as product_group,
        min(demand_class) as demand_class,
        min(months_before_production) as months_before_production,
        sum(forecast_units) as forecast_units,
        min(spread_units) as spread_units,
        {% for reference, column in references.items() -%}
            case when count({{ column }}) = count(*) then sum({{ column }}) end
                as {{ reference }}_units,
            case
                when count({{ column }}) = count(*)
                    then round(avg({{ distance('forecast_units', column, 'spread_units') }}), 6)
            end as {{ reference }}_distance,
        {% endfor -%}
        sum(forecast_units) > 0
        and min(forecast_units) < max(forecast_units)
        and count(case when forecast_units = copied_units then 1 end) = count(*) as is_copy,
        cutoff_month

    from independent

    group by product_id, cutoff_month

),

nearest as (

    select
        *,
        nullif(least(
            {% for reference in references -%}
                coalesce({{ reference }}_distance, 1e9)
                {%- if not loop.last %}, {% endif %}
            {% endfor %}
        ), 1e9) as distance

    from summed

)

select * from nearest
