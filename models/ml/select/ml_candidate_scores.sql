with

single_scores as (

    select * from {{ ref('ml_single_scores') }}

),

ensemble_scores as (

    {{ candidate_scores(ref('ml_ensemble_errors'), var('selection_months')) | indent }}

),

unioned as (

    select * from single_scores

    union all

    select * from ensemble_scores

)

select * from unioned
