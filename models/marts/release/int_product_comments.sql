{# A comment counts as long as the line that it stands in has not expired; with a figure, as long
   as its month is to come. #}

with

judged_overrides as (

    select * from {{ ref('int_judged_overrides') }}

),

standing as (

    select distinct
        product_id,
        comment,
        target_month

    from judged_overrides

    where
        comment is not null
        and product_id is not null
        and (expires_on is null or expires_on >= {{ add_months('cutoff_month', 1) }})
        and (target_month is null or target_month > cutoff_month)
        and coalesce(reason_not_applied, '') <> 'unknown product'

),

comments as (

    select
        product_id,
        {{ dbt.listagg('comment', "'; '", 'order by target_month, comment') }} as comment

    from standing

    group by product_id

)

select * from comments
