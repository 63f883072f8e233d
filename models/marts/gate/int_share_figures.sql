with

judged_products as (

    select * from {{ ref('int_judged_products') }}

),

shares as (

    select
        months_before_production,
        count(*) as product_count,
        count(case when is_copy then 1 end) / cast(count(*) as double) as copied_share,
        count(case when is_far_off then 1 end) / cast(count(*) as double) as far_off_share,
        cutoff_month

    from judged_products

    group by cutoff_month, months_before_production

),

figures as (

    select
        'release_is_no_copy' as check_name,
        'all' as product_group,
        copied_share as figure,
        product_count,
        months_before_production,
        cutoff_month
    from shares

    union all

    select
        'release_products_are_usual' as check_name,
        'all' as product_group,
        far_off_share as figure,
        product_count,
        months_before_production,
        cutoff_month
    from shares

)

select * from figures
