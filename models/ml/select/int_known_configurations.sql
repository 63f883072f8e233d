with

configurations as (

    select * from {{ ref('int_configurations') }}

),

model_registry as (

    select * from {{ ref('ml_model_registry') }}

),

named as (

    select
        configuration_version,
        candidate
    from configurations

    union

    select
        configuration_version,
        candidate
    from model_registry

),

known as (

    select
        named.configuration_version,
        named.candidate,
        configurations.candidate is not null as is_current

    from named

    left join configurations
        on named.configuration_version = configurations.configuration_version

)

select * from known
