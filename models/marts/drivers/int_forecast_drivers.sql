{# Candidates of which a model int_drivers_<candidate> tells what their forecasts are made of. #}
{% set explained_candidates = ['cold_start', 'imapa', 'theta', 'prophet', 'lightgbm'] %}

with

parts as (

    select * from {{ ref('int_explained_parts') }}

),

contributions as (

    {% for candidate in explained_candidates -%}
        select
            '{{ candidate }}' as candidate,
            product_id,
            driver,
            horizon,
            units,
            cutoff_month
        from {{ ref('int_drivers_' ~ candidate) }}
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

weighted as (

    select
        parts.product_id,
        case
            when contributions.driver is not null then contributions.driver
            when parts.candidate = '{{ baseline() }}' then 'recent level'
            when parts.candidate = 'seasonal_naive' then 'same month last year'
            else 'forecast of ' || parts.candidate
        end as driver,
        parts.horizon,
        parts.weight * coalesce(contributions.units, parts.forecast_units) as units,
        parts.is_current,
        parts.cutoff_month,
        parts.target_month

    from parts

    left join contributions
        on
            case when parts.is_known then parts.candidate end = contributions.candidate
            and parts.product_id = contributions.product_id
            and parts.cutoff_month = contributions.cutoff_month
            and parts.horizon = contributions.horizon

),

summed as (

    select
        product_id,
        driver,
        horizon,
        round(sum(units), 9) as units,
        is_current,
        cutoff_month,
        target_month

    from weighted

    group by product_id, driver, horizon, is_current, cutoff_month, target_month

)

select * from summed
