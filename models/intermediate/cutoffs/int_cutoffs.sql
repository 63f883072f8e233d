{# Reported cutoffs end where the last released target month is known; before them come those
   whose errors the first champion choice needs, and before these the ones whose errors chose the
   members of their ensembles: what is reported does not depend on where the backtest begins. #}
{% set later = var('released_horizons') %}
{% set reported = var('reported_cutoffs') %}
{% set warm_up = var('selection_months') + var('member_months') + 2 * (var('max_horizon') - 1) %}

with

last_complete_month as (

    select * from {{ ref('int_last_complete_month') }}

),

months as (

    select
        last_complete_month,
        cast({{ date_spine_between(
            'least(last_complete_month, '
            ~ add_months('first_sale_month', var('min_history_months') - 1) ~ ')',
            'last_complete_month',
            'month'
        ) }} as date) as cutoff_month
    from last_complete_month

),

aged as (

    select
        cutoff_month,
        {{ dbt.datediff('cutoff_month', 'last_complete_month', 'month') }}
            as months_before_production

    from months

),

labelled as (

    select
        cutoff_month,
        months_before_production,
        case
            when months_before_production = 0 then 'production'
            when months_before_production < {{ later }} then 'later'
            when months_before_production < {{ later + reported }} then 'reported'
            else 'warm-up'
        end as cutoff_kind

    from aged

    where months_before_production < {{ later + reported + warm_up }}

)

select * from labelled
