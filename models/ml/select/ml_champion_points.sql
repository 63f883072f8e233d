with

fallback_forecasts as (

    select * from {{ ref('ml_fallback_forecasts') }}

),

champions as (

    select * from {{ ref('ml_champions') }}

),

forecasts as (

    select * from {{ ref('ml_forecasts') }}

),

fits as (

    select * from {{ ref('int_fits') }}

),

filled as (

    select
        fallback_forecasts.product_id,
        fallback_forecasts.product_group,
        fallback_forecasts.demand_class,
        champions.candidate as champion,
        case
            when forecasts.forecast_units is null then fallback_forecasts.candidate
            else champions.candidate
        end as candidate,
        case
            when forecasts.forecast_units is null then fallback_forecasts.model_version
            else forecasts.model_version
        end as model_version,
        case
            when forecasts.forecast_units is not null then null
            when fallback_forecasts.candidate = 'cold_start' then 'cold start'
            when fits.failure not like 'fewer than %' then 'failed fit'
            else 'too little history'
        end as fallback_reason,
        fallback_forecasts.cold_start_basis,
        fallback_forecasts.horizon,
        coalesce(
            forecasts.forecast_units, fallback_forecasts.forecast_units
        ) as forecast_units,
        fallback_forecasts.baseline_forecast_units,
        fallback_forecasts.naive_scale,
        forecasts.forecast_units is null as is_fallback,
        fallback_forecasts.cutoff_kind,
        fallback_forecasts.cutoff_month,
        fallback_forecasts.target_month

    from fallback_forecasts

    inner join champions
        on
            fallback_forecasts.product_group = champions.product_group
            and fallback_forecasts.demand_class = champions.demand_class
            and fallback_forecasts.cutoff_month = champions.cutoff_month

    -- A cold start comes before what a candidate says of a product of which next to nothing is
    -- known.
    left join forecasts
        on
            case when fallback_forecasts.candidate <> 'cold_start' then champions.candidate end
            = forecasts.candidate
            and fallback_forecasts.product_id = forecasts.product_id
            and fallback_forecasts.cutoff_month = forecasts.cutoff_month
            and fallback_forecasts.horizon = forecasts.horizon

    left join fits
        on
            champions.candidate = fits.candidate
            and fallback_forecasts.product_id = fits.product_id
            and fallback_forecasts.cutoff_month = fits.cutoff_month

)

select * from filled
