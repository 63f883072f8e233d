{% set features = feature_columns(ref('feat_forecast_inputs')) %}

with

candidates as (

    select * from {{ ref('ml_candidates') }}

),

described as (

    select
        *,
        case training when 'global' then '{{ features | tojson }}' else '[]' end as features,
        case
            when training = 'global' then 'examples'
            when parameters like '%"regressors"%' then 'series and outlook'
            else 'series'
        end as training_data

    from candidates

),

configured as (

    select
        *,
        {{ dbt.hash(dbt.concat([
            'candidate', "'|'", 'code_version', "'|'", 'parameters', "'|'", 'features'
        ])) }} as configuration_version

    from described

)

select * from configured
