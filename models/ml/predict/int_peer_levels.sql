with

launch_levels as (

    select * from {{ ref('int_launch_levels') }}

),

product_history as (

    select * from {{ ref('feat_product_history') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

peers as (

    select
        'launches' as peers,
        launch_levels.product_group,
        launch_levels.level_units,
        cutoffs.cutoff_month

    from cutoffs

    inner join launch_levels on cutoffs.cutoff_month >= launch_levels.told_month

    union all

    select
        'products' as peers,
        product_history.product_group,
        product_history.mean_12_months_units as level_units,
        product_history.cutoff_month

    from cutoffs

    inner join product_history on cutoffs.cutoff_month = product_history.cutoff_month

    where product_history.mean_12_months_units > 0

),

levels as (

    select
        cutoff_month,
        coalesce(product_group, 'all') as product_group,
        case
            when peers = 'launches' and product_group is not null then 'launches of the group'
            when peers = 'launches' then 'all launches'
            when product_group is not null then 'products of the group'
            else 'all products'
        end as basis,
        case when peers = 'launches' then 1 else 3 end
        + case when product_group is not null then 0 else 1 end as preference,
        count(*) as peer_count,
        {{ root_mean('level_units') }} as level_units

    from peers

    group by grouping sets ( -- noqa: PRS
        (cutoff_month, peers, product_group),
        (cutoff_month, peers)
    )

),

enough as (

    -- All products are the last resort, however few.
    select * from levels
    where peer_count >= {{ var('min_peers') }} or basis = 'all products'

)

select * from enough
