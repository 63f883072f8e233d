with

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

training_plan as (

    select * from {{ ref('int_training_plan') }}

),

candidate_forecasts as (

    {% for candidate in var('candidates') if candidate != 'ensemble' -%}
        select
            '{{ candidate }}' as candidate,
            product_id,
            cutoff_month,
            horizon,
            forecast_units
        from {{ ref('ml_forecasts_' ~ candidate) }}
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

versioned as (

    select
        candidate_forecasts.candidate,
        training_plan.model_version,
        expected_forecasts.product_id,
        expected_forecasts.product_group,
        expected_forecasts.demand_class,
        expected_forecasts.horizon,
        candidate_forecasts.forecast_units,
        expected_forecasts.cutoff_month,
        expected_forecasts.target_month

    from candidate_forecasts

    inner join expected_forecasts
        on
            candidate_forecasts.product_id = expected_forecasts.product_id
            and candidate_forecasts.cutoff_month = expected_forecasts.cutoff_month
            and candidate_forecasts.horizon = expected_forecasts.horizon

    inner join training_plan
        on
            candidate_forecasts.candidate = training_plan.candidate
            and candidate_forecasts.cutoff_month = training_plan.cutoff_month

)

select * from versioned
