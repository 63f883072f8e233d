{# A profile that says nothing, 1 at every age, counts as so many launches. #}
{% set flat_launches = 5 %}

with

launch_levels as (

    select * from {{ ref('int_launch_levels') }}

),

launch_months as (

    select * from {{ ref('int_launch_months') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

ages as (

    {% for age in range(launch_profile_months() | int) -%}
        select {{ age }} as age_months
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

weighted as (

    -- A launch counts by the root of its size: by size one giant would decide, and equally those
    -- that sold a few units, of which the first month has one by definition. Decimals, because
    -- their sums do not depend on the order of the rows.
    select
        launch_levels.told_month,
        launch_months.age_months,
        cast(sqrt(launch_levels.level_units) as decimal(28, 6)) as root_units,
        cast(launch_months.whole_units / sqrt(launch_levels.level_units) as decimal(28, 6))
            as scaled_units

    from launch_levels

    inner join launch_months on launch_levels.product_id = launch_months.product_id

    where launch_levels.level_units > 0

),

known as (

    select
        cutoffs.cutoff_month,
        weighted.age_months,
        count(*) as launches,
        cast(sum(weighted.scaled_units) as double)
        / nullif(cast(sum(weighted.root_units) as double), 0) as profile

    from cutoffs

    inner join weighted on cutoffs.cutoff_month >= weighted.told_month

    group by cutoffs.cutoff_month, weighted.age_months

),

steadied as (

    select
        ages.age_months,
        coalesce(known.launches, 0) as launches,
        round(
            (coalesce(known.launches * known.profile, 0) + {{ flat_launches }})
            / (coalesce(known.launches, 0) + {{ flat_launches }}), 6
        ) as profile,
        cutoffs.cutoff_month

    from cutoffs

    cross join ages

    left join known
        on
            cutoffs.cutoff_month = known.cutoff_month
            and ages.age_months = known.age_months

)

select * from steadied
