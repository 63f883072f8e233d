with

young_products as (

    select * from {{ ref('int_young_products') }}

),

levels as (

    select * from {{ ref('int_levels_before_sales') }}

    union all

    select * from {{ ref('int_levels_after_launch') }}

),

launch_profiles as (

    select * from {{ ref('int_launch_profiles') }}

),

baseline_forecasts as (

    select * from {{ ref('ml_forecasts_' ~ baseline()) }}

),

forecasts as (

    select
        young_products.product_id,
        case
            when predecessors.forecast_units is not null then 'predecessor'
            else levels.basis
        end as cold_start_basis,
        young_products.horizon,
        coalesce(predecessors.forecast_units, levels.level_units * launch_profiles.profile, 0)
        * young_products.on_sale_share * young_products.expected_share as forecast_units,
        young_products.most_units,
        young_products.cutoff_month,
        young_products.target_month

    from young_products

    inner join launch_profiles
        on
            young_products.cutoff_month = launch_profiles.cutoff_month
            and young_products.age_months = launch_profiles.age_months

    left join levels
        on
            young_products.product_id = levels.product_id
            and young_products.cutoff_month = levels.cutoff_month

    left join baseline_forecasts as predecessors
        on
            case when young_products.history_months = 0 then young_products.predecessor_id end
            = predecessors.product_id
            and young_products.cutoff_month = predecessors.cutoff_month
            and young_products.horizon = predecessors.horizon

    -- What is young because the data are has no level: it was not launched.
    where young_products.history_months = 0 or levels.product_id is not null

),

capped as (

    select
        product_id,
        cold_start_basis,
        horizon,
        round(
            case when forecast_units > most_units then most_units else forecast_units end, 6
        ) as forecast_units,
        cutoff_month,
        target_month

    from forecasts

)

select * from capped
