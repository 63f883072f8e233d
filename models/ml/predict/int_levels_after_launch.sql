{% set weights = var('candidates')[baseline()]['parameters']['weights'] %}

with

launch_months as (

    select * from {{ ref('int_launch_months') }}

),

launch_profiles as (

    select * from {{ ref('int_launch_profiles') }}

),

weights as (

    {% for weight in weights -%}
        select
            {{ loop.index0 }} as months_back,
            {{ weight }} as weight
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

weighted as (

    -- A first month counts for the part of it that the product was on sale.
    select
        launch_months.product_id,
        launch_months.age_months,
        launch_months.whole_units,
        weights.weight * launch_months.on_sale_share as weight,
        {{ add_months('launch_months.demand_month', 'weights.months_back') }} as cutoff_month

    from launch_months

    cross join weights

    where launch_months.age_months + weights.months_back < {{ var('cold_start_months') }}

),

levels as (

    select
        weighted.product_id,
        'own months' as basis,
        round(
            sum(weighted.weight * weighted.whole_units)
            / sum(weighted.weight * launch_profiles.profile), 6
        ) as level_units,
        weighted.cutoff_month

    from weighted

    inner join launch_profiles
        on
            weighted.cutoff_month = launch_profiles.cutoff_month
            and weighted.age_months = launch_profiles.age_months

    group by weighted.product_id, weighted.cutoff_month

)

select * from levels
