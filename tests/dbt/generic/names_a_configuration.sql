{#
    Every value of the column is the configuration of a candidate, of today or of a model that was
    ever made in this warehouse, and not the baseline's. What the other seed names as well is past:
    approved once, and withdrawn. A run with other candidates or features than those of
    dbt_project.yml is a trial, of which the seeds do not speak.
#}
{% test names_a_configuration(model, column_name, excused, candidate_column='null') %}

{% set trial = ['candidates', 'left_out_features']
    | select('in', invocation_args_dict.get('vars') or {}) | list %}

{% set problems %}
with

known as (

    select * from {{ ref('int_known_configurations') }}

),

current_configurations as (

    select {{ dbt.listagg(
        "candidate || ' ' || configuration_version", "', '", 'order by candidate'
    ) }} as listed
    from known
    where is_current and candidate <> '{{ baseline() }}'

),

named as (

    select
        {{ column_name }} as configuration_version,
        cast({{ candidate_column }} as varchar) as candidate
    from {{ model }}
    where {{ column_name }} is not null

),

problems as (

    select
        named.*,
        'seeds/{{ model.identifier }}.csv, {{ column_name }} ''' || named.configuration_version
        || ''': ' || case
            when known.candidate is null
                then 'no candidate has it, or had it in this warehouse. Today these are: '
                    || current_configurations.listed
                    || '. One of the past needs a row in seeds/{{ excused.identifier }}.csv, too.'
            when known.candidate = '{{ baseline() }}'
                then 'it is of the baseline, which always stands and needs no row.'
            else 'it is of ' || known.candidate || ', not of ' || named.candidate || '.'
        end as problem

    from named

    cross join current_configurations

    left join known on named.configuration_version = known.configuration_version

    where
        known.candidate = '{{ baseline() }}'
        or known.candidate <> named.candidate
        or (
            known.candidate is null
            and named.configuration_version not in (
                select configuration_version from {{ excused }}
                where configuration_version is not null
            )
        )

)

select * from problems
{% if trial %} where false {% endif %}
{% endset %}

{% do stop_at_problems(problems) %}
{{ problems }}

{% endtest %}
