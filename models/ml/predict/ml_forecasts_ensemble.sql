with

members as (

    {% for member in var('candidates')['ensemble']['parameters']['members'] -%}
        select
            product_id,
            cutoff_month,
            horizon,
            target_month,
            forecast_units
        from {{ ref('ml_forecasts_' ~ member) }}
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

averaged as (

    -- A sum of decimals does not depend on the order of the members.
    select
        product_id,
        horizon,
        round(
            cast(sum(cast(forecast_units as decimal(38, 6))) as double) / count(*), 6
        ) as forecast_units,
        cutoff_month,
        target_month

    from members

    group by product_id, cutoff_month, horizon, target_month

)

select * from averaged
