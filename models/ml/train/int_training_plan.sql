with

configurations as (

    select * from {{ ref('int_configurations') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

training_fingerprints as (

    select * from {{ ref('int_training_fingerprints') }}

),

learned as (

    select
        configurations.*,
        training_fingerprints.training_fingerprint,
        training_fingerprints.training_rows,
        cutoffs.cutoff_month

    from configurations

    cross join cutoffs

    inner join training_fingerprints
        on
            configurations.training_data = training_fingerprints.training_data
            and cutoffs.cutoff_month = training_fingerprints.cutoff_month

),

member_fingerprints as (

    -- An ensemble learns from nothing but its members: it changes when one of them does.
    select
        ensembles.candidate,
        ensembles.cutoff_month,
        cast(sum({{ fingerprint(
            ['members.configuration_version', 'members.training_fingerprint']
        ) }}) as varchar) as training_fingerprint

    from learned as ensembles

    inner join learned as members
        on
            ensembles.cutoff_month = members.cutoff_month
            and ensembles.parameters like '%"' || members.candidate || '"%'

    where ensembles.training = 'members'

    group by ensembles.candidate, ensembles.cutoff_month

),

fingerprinted as (

    select
        learned.configuration_version,
        learned.candidate,
        learned.training,
        learned.code_version,
        learned.parameters,
        learned.features,
        coalesce(
            member_fingerprints.training_fingerprint, learned.training_fingerprint
        ) as training_fingerprint,
        learned.simplicity_rank,
        learned.training_rows,
        learned.cutoff_month

    from learned

    left join member_fingerprints
        on
            learned.candidate = member_fingerprints.candidate
            and learned.cutoff_month = member_fingerprints.cutoff_month

),

versioned as (

    select
        {{ dbt.hash(dbt.concat([
            'configuration_version', "'|'", 'cutoff_month', "'|'", 'training_fingerprint'
        ])) }} as model_version,
        *

    from fingerprinted

)

select * from versioned
