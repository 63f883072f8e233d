with

products_as_of as (

    select * from {{ ref('int_products_as_of') }}

),

launches_as_of as (

    select * from {{ ref('int_launches_as_of') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

sold as (

    select
        products_as_of.product_id,
        products_as_of.product_group,
        products_as_of.demand_class,
        cutoffs.cutoff_kind,
        products_as_of.history_months,
        products_as_of.highest_month_units,
        products_as_of.naive_scale,
        products_as_of.naive_square_scale,
        cutoffs.cutoff_month

    from products_as_of

    inner join cutoffs on products_as_of.cutoff_month = cutoffs.cutoff_month

    where products_as_of.is_active

),

launched as (

    select
        launches_as_of.product_id,
        launches_as_of.product_group,
        'new' as demand_class,
        cutoffs.cutoff_kind,
        0 as history_months,
        cast(null as double) as highest_month_units,
        cast(null as double) as naive_scale,
        cast(null as double) as naive_square_scale,
        cutoffs.cutoff_month

    from launches_as_of

    inner join cutoffs on launches_as_of.cutoff_month = cutoffs.cutoff_month

),

unioned as (

    select * from sold

    union all

    select * from launched

)

select * from unioned
