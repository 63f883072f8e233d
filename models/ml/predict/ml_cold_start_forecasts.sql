with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

first_month_means as (

    select * from {{ ref('int_first_month_means') }}

),

products as (

    select * from {{ ref('int_products') }}

),

baseline_forecasts as (

    select * from {{ ref('ml_forecasts_' ~ baseline()) }}

),

cold_starts as (

    select
        expected_forecasts.product_id,
        expected_forecasts.horizon,
        round(
            coalesce(
                predecessors.forecast_units,
                group_means.launch_units,
                all_means.launch_units,
                group_means.mean_units,
                all_means.mean_units
            ), 6
        ) as forecast_units,
        expected_forecasts.cutoff_month,
        expected_forecasts.target_month

    from expected_forecasts

    inner join products on expected_forecasts.product_id = products.product_id

    left join baseline_forecasts as predecessors
        on
            products.predecessor_id = predecessors.product_id
            and expected_forecasts.cutoff_month = predecessors.cutoff_month
            and expected_forecasts.horizon = predecessors.horizon
            and {{ var('inherit_levels') }}

    left join first_month_means as group_means
        on
            expected_forecasts.product_group = group_means.product_group
            and expected_forecasts.cutoff_month = group_means.cutoff_month

    inner join first_month_means as all_means
        on
            all_means.product_group = 'all'
            and expected_forecasts.cutoff_month = all_means.cutoff_month

)

select * from cold_starts
