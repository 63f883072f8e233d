{# Held against what was active a month before, and what was released then or for this month
   already: of products that are gone from the input the input knows nothing. #}

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

catalogues as (

    {% for relation, months_later in [
        ('active_products', 1), ('previous_release', 1), ('previous_release', 0)
    ] -%}
        select
            {{ add_months('cutoff_month', months_later) }} as cutoff_month,
            cast(count(distinct product_id) as double) as product_count
        from {{ relation }}
        group by cutoff_month
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

earlier as (

    select
        cutoff_month,
        max(product_count) as product_count

    from catalogues

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
        'release_catalogue_has_not_shrunk' as check_name,
        'all' as product_group,
        greatest(0, 1 - present.product_count / earlier.product_count) as figure,
        present.product_count,
        present.months_before_production,
        present.cutoff_month

    from present

    inner join earlier on present.cutoff_month = earlier.cutoff_month

)

select * from figures
