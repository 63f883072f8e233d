with

fits as (

    select * from {{ ref('int_fits') }}

),

per_product as (

    select
        candidate,
        cutoff_month,
        {{ text_digest('artifact', 'product_id') }} as artifact_sha256,
        count(artifact) as fitted_count,
        count(failure) as failed_count,
        case when count(training_seconds) = count(*) then round(sum(training_seconds), 3) end
            as training_seconds

    from fits

    group by candidate, cutoff_month

),

global_models as (

    {% for candidate in candidates_with_training('global') -%}
        select
            model_version,
            artifact,
            training_metrics,
            training_seconds
        from {{ ref('ml_' ~ candidate ~ '_models') }}
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

training_plan as (

    select * from {{ ref('int_training_plan') }}

),

candidates as (

    select * from {{ ref('ml_candidates') }}

),

trained as (

    select
        training_plan.*,
        coalesce(
            per_product.artifact_sha256, {{ text_sha256('global_models.artifact') }}
        ) as artifact_sha256,
        coalesce(
            global_models.training_metrics,
            '{"fitted": ' || cast(per_product.fitted_count as varchar)
            || ', "failed": ' || cast(per_product.failed_count as varchar) || '}'
        ) as training_metrics,
        coalesce(
            per_product.training_seconds, round(global_models.training_seconds, 3)
        ) as training_seconds,
        candidates.library_versions,
        candidates.git_commit

    from training_plan

    inner join candidates on training_plan.candidate = candidates.candidate

    left join per_product
        on
            training_plan.candidate = per_product.candidate
            and training_plan.cutoff_month = per_product.cutoff_month

    left join global_models on training_plan.model_version = global_models.model_version

)

select * from trained
