with

single_errors as (

    select * from {{ ref('ml_single_errors') }}

),

ensemble_errors as (

    select * from {{ ref('ml_ensemble_errors') }}

),

unioned as (

    select * from single_errors

    union all

    select * from ensemble_errors

)

select * from unioned
