{# Of similar price: the cost of one is at most so many times the cost of the other. #}
{% set similar_times = 2 %}

with

unsold as (

    select * from {{ ref('int_launches_as_of') }}

),

products as (

    select * from {{ ref('int_products') }}

),

launch_levels as (

    select * from {{ ref('int_launch_levels') }}

),

peer_levels as (

    select * from {{ ref('int_peer_levels') }}

),

options as (

    select
        unsold.product_id,
        unsold.cutoff_month,
        0 as preference,
        'similar launches' as basis,
        {{ root_mean('launch_levels.level_units') }} as level_units

    from unsold

    inner join products on unsold.product_id = products.product_id

    inner join launch_levels
        on
            unsold.product_group = launch_levels.product_group
            and unsold.cutoff_month >= launch_levels.told_month
            and products.unit_cost <= {{ similar_times }} * launch_levels.unit_cost
            and launch_levels.unit_cost <= {{ similar_times }} * products.unit_cost

    group by unsold.product_id, unsold.cutoff_month

    having count(*) >= {{ var('min_peers') }}

    union all

    select
        unsold.product_id,
        unsold.cutoff_month,
        peer_levels.preference,
        peer_levels.basis,
        peer_levels.level_units

    from unsold

    inner join peer_levels
        on
            unsold.cutoff_month = peer_levels.cutoff_month
            and peer_levels.product_group in (unsold.product_group, 'all')

),

ranked as (

    select
        *,
        row_number() over (partition by product_id, cutoff_month order by preference) as choice
    from options

),

nearest as (

    select
        product_id,
        basis,
        level_units,
        cutoff_month
    from ranked
    where choice = 1

)

select * from nearest
