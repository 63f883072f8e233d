{# What counts is judged as of the last day of the cutoff's month: expired is what expired by then.
   Two figures for one product and month that still count say nothing; equal ones count once. #}

with

override_lines as (

    select * from {{ ref('int_override_lines') }}

),

expected_forecasts as (

    select * from {{ ref('int_expected_forecasts') }}

),

cutoffs as (

    select cutoff_month from {{ ref('int_cutoffs') }}
    where cutoff_kind = 'production'

),

judged_by_themselves as (

    select
        override_lines.*,
        cutoffs.cutoff_month,
        case
            when override_lines.rejection_reason is not null then override_lines.rejection_reason
            when override_lines.override_units is null then 'a comment alone'
            when override_lines.target_month <= cutoffs.cutoff_month then 'month is over'
            when override_lines.is_superseded then 'superseded by a later decision'
            when
                override_lines.expires_on < {{ add_months('cutoffs.cutoff_month', 1) }}
                then 'expired'
            when
                override_lines.target_month
                > {{ add_months('cutoffs.cutoff_month', var('released_horizons')) }}
                then 'beyond the released months'
            when expected_forecasts.product_id is null then 'product is not active'
        end as reason_by_itself

    from override_lines

    cross join cutoffs

    left join expected_forecasts
        on
            override_lines.product_id = expected_forecasts.product_id
            and override_lines.target_month = expected_forecasts.target_month
            and cutoffs.cutoff_month = expected_forecasts.cutoff_month

),

compared as (

    select
        *,
        row_number() over (
            partition by product_id, target_month, reason_by_itself order by line_number
        ) as occurrence,
        min(override_units) over (partition by product_id, target_month, reason_by_itself)
            as lowest_units,
        max(override_units) over (partition by product_id, target_month, reason_by_itself)
            as highest_units

    from judged_by_themselves

),

judged as (

    select
        product_id,
        owner,
        reason,
        comment,
        source_file,
        line_number,
        override_units,
        target_month,
        expires_on,
        cutoff_month,
        case
            when reason_by_itself is not null then reason_by_itself
            when lowest_units < highest_units then 'contradicts another override'
            when occurrence > 1 then 'repeated override'
        end as reason_not_applied

    from compared

)

select * from judged
