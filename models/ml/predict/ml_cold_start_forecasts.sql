with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

first_month_means as (

    select * from {{ ref('int_first_month_means') }}

),

cold_starts as (

    select
        expected_forecasts.product_id,
        expected_forecasts.horizon,
        round(
            coalesce(
                group_means.launch_units,
                all_means.launch_units,
                group_means.mean_units,
                all_means.mean_units
            ), 6
        ) as forecast_units,
        expected_forecasts.cutoff_month,
        expected_forecasts.target_month

    from expected_forecasts

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
