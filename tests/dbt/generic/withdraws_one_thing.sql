{# Each row withdraws a release or a configuration, not both, and nothing twice. #}
{% test withdraws_one_thing(model) %}

{% set problems %}
with

counted as (

    select
        *,
        count(*) over (partition by release_id) as release_rows,
        count(*) over (partition by configuration_version, withdrawn_on) as configuration_rows
    from {{ model }}

),

problems as (

    select
        *,
        'seeds/{{ model.identifier }}.csv: the row of release_id ''' || coalesce(release_id, '')
        || ''' and configuration_version ''' || coalesce(configuration_version, '') || ''' '
        || case
            when (release_id is null) = (configuration_version is null)
                then 'must have exactly one of them.'
            else 'is there twice.'
        end as problem

    from counted

    where
        (release_id is null) = (configuration_version is null)
        or (release_id is not null and release_rows > 1)
        or (configuration_version is not null and configuration_rows > 1)

)

select * from problems
{% endset %}

{% do stop_at_problems(problems) %}
{{ problems }}

{% endtest %}
