{% set features = feature_columns(ref('feat_forecast_inputs')) %}

with

candidates as (

    select * from {{ ref('ml_candidates') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

training_fingerprints as (

    select * from {{ ref('int_training_fingerprints') }}

),

described as (

    select
        *,
        case training when 'global' then '{{ features | tojson }}' else '[]' end as features,
        case training when 'global' then 'examples' else 'series' end as training_data

    from candidates

),

configured as (

    select
        *,
        {{ dbt.hash(dbt.concat([
            'candidate', "'|'", 'code_version', "'|'", 'parameters', "'|'", 'features'
        ])) }} as configuration_version

    from described

),

learned as (

    select
        configured.candidate,
        configured.configuration_version,
        configured.training,
        configured.code_version,
        configured.parameters,
        configured.features,
        training_fingerprints.training_fingerprint,
        configured.simplicity_rank,
        training_fingerprints.training_rows,
        cutoffs.cutoff_month

    from configured

    cross join cutoffs

    inner join training_fingerprints
        on
            configured.training_data = training_fingerprints.training_data
            and cutoffs.cutoff_month = training_fingerprints.cutoff_month

),

versioned as (

    select
        {{ dbt.hash(dbt.concat([
            'configuration_version', "'|'", 'cutoff_month', "'|'", 'training_fingerprint'
        ])) }} as model_version,
        *

    from learned

),

member_fingerprints as (

    -- An ensemble learns from nothing but its members: it changes when one of them does.
    select
        ensembles.candidate,
        ensembles.cutoff_month,
        cast(sum({{ fingerprint(['members.model_version']) }}) as varchar)
            as training_fingerprint

    from versioned as ensembles

    inner join versioned as members
        on
            ensembles.cutoff_month = members.cutoff_month
            and ensembles.parameters like '%"' || members.candidate || '"%'

    where ensembles.training = 'members'

    group by ensembles.candidate, ensembles.cutoff_month

),

final as (

    select
        case
            when member_fingerprints.training_fingerprint is null then versioned.model_version
            else {{ dbt.hash(dbt.concat([
                'versioned.configuration_version', "'|'", 'versioned.cutoff_month', "'|'",
                'member_fingerprints.training_fingerprint'
            ])) }}
        end as model_version,
        versioned.configuration_version,
        versioned.candidate,
        versioned.training,
        versioned.code_version,
        versioned.parameters,
        versioned.features,
        coalesce(
            member_fingerprints.training_fingerprint, versioned.training_fingerprint
        ) as training_fingerprint,
        versioned.simplicity_rank,
        versioned.training_rows,
        versioned.cutoff_month

    from versioned

    left join member_fingerprints
        on
            versioned.candidate = member_fingerprints.candidate
            and versioned.cutoff_month = member_fingerprints.cutoff_month

)

select * from final
