with

launches as (

    select * from {{ ref('int_launches') }}

),

launch_months as (

    select * from {{ ref('int_launch_months') }}

),

told as (

    select
        product_id,
        avg(cast(whole_units as decimal(28, 6))) as level_units,
        max(demand_month) as told_month

    from launch_months

    group by product_id

    having count(*) = {{ launch_profile_months() }}

),

described as (

    select
        told.product_id,
        launches.product_group,
        round(told.level_units, 6) as level_units,
        launches.unit_cost,
        told.told_month

    from told

    inner join launches on told.product_id = launches.product_id

)

select * from described
