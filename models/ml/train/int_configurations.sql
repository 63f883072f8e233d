{% set features = feature_columns(ref('feat_forecast_inputs')) %}
{% set version = dbt.hash(dbt.concat([
    'candidate', "'|'", 'code_version', "'|'", 'parameters', "'|'", 'features'
])) %}

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

versioned as (

    select
        *,
        {{ version }} as configuration_version
    from described

),

members as (

    -- An ensemble is made of the forecasts of its members: with another one it is another.
    select
        ensembles.candidate,
        {{ dbt.listagg(
            "'\"' || members.configuration_version || '\"'", "', '", 'order by members.candidate'
        ) }} as member_versions

    from described as ensembles

    inner join versioned as members
        on ensembles.parameters like '%"' || members.candidate || '"%'

    where ensembles.training = 'members'

    group by ensembles.candidate

),

composed as (

    select
        described.candidate,
        described.simplicity_rank,
        described.training,
        described.code_version,
        described.parameters,
        coalesce('[' || members.member_versions || ']', described.features) as features,
        described.training_data

    from described

    left join members on described.candidate = members.candidate

),

configured as (

    select
        *,
        {{ version }} as configuration_version
    from composed

)

select * from configured
