{# Held against what was active a month before, at production also against what was released then or
   for this month already: of products that are gone from the input the input knows nothing. What was
   released says nothing of the cutoffs before, or they would be as short of products. #}

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
            '{{ relation }}' = 'previous_release' as is_released,
            cast(count(distinct product_id) as double) as product_count
        from {{ relation }}
        group by cutoff_month
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

present as (

    select
        cutoff_month,
        months_before_production,
        count(*) as product_count

    from judged_products

    group by cutoff_month, months_before_production

),

earlier as (

    select
        present.product_count,
        present.months_before_production,
        present.cutoff_month,
        max(catalogues.product_count) as earlier_count

    from present

    inner join catalogues on present.cutoff_month = catalogues.cutoff_month

    where present.months_before_production = 0 or not catalogues.is_released

    group by present.product_count, present.months_before_production, present.cutoff_month

),

figures as (

    select
        'release_catalogue_has_not_shrunk' as check_name,
        'all' as product_group,
        greatest(0, 1 - product_count / earlier_count) as figure,
        earlier_count as product_count,
        months_before_production,
        cutoff_month

    from earlier

)

select * from figures
