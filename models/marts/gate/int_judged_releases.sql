with

forecasts as (

    select * from {{ ref('fct_forecasts') }}

),

judged_products as (

    select * from {{ ref('int_judged_products') }}

),

released as (

    select
        product_id,
        product_group,
        cutoff_month,
        sum(forecast_units) as forecast_units,
        sum(model_forecast_units) as model_units,
        count(override_units) > 0 as is_overridden,
        count(case when fallback_reason = 'failed fit' then 1 end) > 0 as is_failed_fit,
        count(case when fallback_reason = 'cold start' then 1 end) > 0 as is_cold_start

    from forecasts

    group by product_id, product_group, cutoff_month

),

joined as (

    select
        released.*,
        judged_products.others_units,
        judged_products.previous_units,
        judged_products.recent_units,
        judged_products.last_year_units,
        judged_products.distance,
        judged_products.distance_bound,
        judged_products.is_copy,
        judged_products.is_far_off,
        released.is_overridden
        and {{ distance(
            'released.forecast_units', 'released.model_units',
            var('released_horizons') ~ ' * judged_products.spread_units'
        ) }} > judged_products.distance_bound as is_far_override

    from released

    inner join judged_products
        on
            released.product_id = judged_products.product_id
            and released.cutoff_month = judged_products.cutoff_month

)

select * from joined
