with

training_plan as (

    select * from {{ ref('int_training_plan') }}

),

configurations as (

    select * from {{ ref('int_configurations') }}

),

series_fingerprints as (

    select * from {{ ref('int_series_fingerprints') }}

),

wanted as (

    select
        {{ dbt.hash(dbt.concat([
            'training_plan.configuration_version', "'|'",
            'series_fingerprints.product_id', "'|'",
            'series_fingerprints.cutoff_month', "'|'",
            'series_fingerprints.series_fingerprint'
        ])) }} as fit_id,
        training_plan.configuration_version,
        training_plan.candidate,
        series_fingerprints.product_id,
        series_fingerprints.series_fingerprint,
        series_fingerprints.cutoff_month

    from training_plan

    inner join configurations
        on training_plan.configuration_version = configurations.configuration_version

    inner join series_fingerprints
        on
            configurations.training_data = series_fingerprints.training_data
            and training_plan.cutoff_month = series_fingerprints.cutoff_month

    where training_plan.training = 'per product'

)

select * from wanted
