with

product_distances as (

    select * from {{ ref('int_product_distances') }}

),

distance_bounds as (

    select * from {{ ref('int_distance_bounds') }}

),

bounded as (

    select
        product_distances.*,
        coalesce(class_bounds.distance_bound, all_bounds.distance_bound) as distance_bound

    from product_distances

    left join distance_bounds as class_bounds
        on product_distances.demand_class = class_bounds.demand_class

    left join distance_bounds as all_bounds on all_bounds.demand_class = 'all'

),

judged as (

    select
        *,
        coalesce(distance > distance_bound, false) as is_far_off

    from bounded

)

select * from judged
