{# Statement for the registry's hook: what was pruned and is wanted again has been trained again. #}
{% macro unmark_pruned_models() -%}
    update {{ this }} set pruned_at = null
    where
        pruned_at is not null
        and model_version in (select model_version from {{ ref('int_training_plan') }})
{%- endmacro %}
