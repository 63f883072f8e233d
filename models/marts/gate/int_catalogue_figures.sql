{# Held against what was active a month before and what was released then or for this month
   already: of products that are gone from the input history knows nothing. #}

with

judged_products as (

    select * from {{ ref('int_judged_products') }}

),

active_products as (

    select * from {{ ref('int_active_products') }}

),

previous_release as (

    select * from {{ ref('previous_release') }}

),

known as (

    select
        product_id,
        cutoff_month as catalogue_month,
        {{ add_months('cutoff_month', 1) }} as cutoff_month
    from active_products

    union all

    select
        product_id,
        cutoff_month as catalogue_month,
        {{ add_months('cutoff_month', 1) }} as cutoff_month
    from previous_release
    where horizon = 1

    union all

    select
        product_id,
        cutoff_month as catalogue_month,
        cutoff_month
    from previous_release
    where horizon = 1

),

counted as (

    select
        cutoff_month,
        catalogue_month,
        count(distinct product_id) as product_count

    from known

    group by cutoff_month, catalogue_month

),

earlier as (

    select
        cutoff_month,
        cast(max(product_count) as double) as product_count

    from counted

    group by cutoff_month

),

present as (

    select
        cutoff_month,
        months_before_production,
        count(*) as product_count

    from judged_products

    group by cutoff_month, months_before_production

),

figures as (

    select
        'release_products_have_not_shrunk' as check_name,
        'all' as product_group,
        greatest(0, 1 - present.product_count / earlier.product_count) as figure,
        present.product_count,
        present.months_before_production,
        present.cutoff_month

    from present

    inner join earlier on present.cutoff_month = earlier.cutoff_month

)

select * from figures
