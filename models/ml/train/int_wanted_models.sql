with

training_plan as (

    select * from {{ ref('int_training_plan') }}

),

wanted as (

    select
        model_version,
        configuration_version,
        candidate,
        training_fingerprint,
        cutoff_month

    from training_plan

    where training = 'global'

)

select * from wanted
