{# Forecast value added per step (Gilliland 2010): the baseline, the model, the planners' overrides,
   each beside the step before. Overrides are scored where there are any, and for each owner. #}

with

scored_releases as (

    select * from {{ ref('int_scored_releases') }}

),

steps as (

    select
        listed.candidate,
        listed.step,
        listed.is_of_owner
    from (
        values
        ('champion', null, false),
        ('baseline', 'baseline', false),
        ('model', 'model', false),
        ('override', 'override', false),
        ('override', 'override', true)
    ) as listed (candidate, step, is_of_owner)

),

released_steps as (

    select
        case
            when steps.is_of_owner then 'override by ' || scored_releases.override_owner
            else steps.candidate
        end as candidate,
        steps.step,
        case when steps.is_of_owner then scored_releases.override_owner end as owner,
        scored_releases.product_id,
        scored_releases.product_group,
        scored_releases.demand_class,
        scored_releases.horizon,
        case steps.candidate
            when 'champion' then scored_releases.forecast_units
            when 'baseline' then scored_releases.baseline_forecast_units
            when 'model' then scored_releases.model_forecast_units
            else scored_releases.override_units
        end as forecast_units,
        scored_releases.baseline_forecast_units,
        case steps.candidate
            when 'model' then scored_releases.baseline_forecast_units
            when 'override' then scored_releases.model_forecast_units
        end as step_before_units,
        case when steps.step is null then scored_releases.forecast_units_p10 end
            as forecast_units_p10,
        case when steps.step is null then scored_releases.forecast_units_p90 end
            as forecast_units_p90,
        scored_releases.sold_units,
        scored_releases.demand_units,
        scored_releases.naive_scale,
        scored_releases.naive_square_scale,
        scored_releases.is_fallback,
        scored_releases.cutoff_month,
        scored_releases.target_month

    from scored_releases

    cross join steps

    where
        steps.candidate <> 'override'
        or scored_releases.override_units is not null

)

select * from released_steps
