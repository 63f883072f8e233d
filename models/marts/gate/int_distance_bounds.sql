with

product_distances as (

    select * from {{ ref('int_product_distances') }}

),

bounds as (

    select
        coalesce(demand_class, 'all') as demand_class,
        count(*) as distance_count,
        count(distinct cutoff_month) as cutoff_count,
        percentile_cont({{ var('usual_share') }}) within group (order by distance)
            as distance_bound

    from product_distances

    where months_before_production > 0 and distance is not null

    group by grouping sets ((demand_class), ()) -- noqa: PRS

)

select * from bounds
where
    distance_count >= {{ var('min_bound_distances') }}
    and cutoff_count >= {{ var('min_bound_cutoffs') }}
