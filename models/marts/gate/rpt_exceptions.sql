{# What is informational is listed, by value, as far as there is room beside the rest. #}

with

release_findings as (

    select * from {{ ref('int_release_findings') }}

),

judged_releases as (

    select * from {{ ref('int_judged_releases') }}

),

products as (

    select * from {{ ref('int_products') }}

),

product_comments as (

    select * from {{ ref('int_product_comments') }}

),

room as (

    select ceil({{ var('listed_share') }} * count(*)) as product_count from judged_releases

),

ranked as (

    select
        release_findings.*,
        products.unit_cost * release_findings.units_at_stake as value_at_stake,
        row_number() over (
            order by
                case when release_findings.urgency = 'informational' then 2 else 1 end,
                coalesce(products.unit_cost, 1) * release_findings.units_at_stake desc,
                release_findings.product_id
        ) as place

    from release_findings

    inner join products on release_findings.product_id = products.product_id

),

listed as (

    select
        ranked.product_id,
        ranked.product_group,
        ranked.reason,
        ranked.urgency,
        product_comments.comment,
        round(ranked.forecast_units, 4) as forecast_units,
        round(ranked.last_year_units, 4) as last_year_units,
        round(ranked.previous_units, 4) as previous_units,
        round(ranked.value_at_stake, 2) as value_at_stake,
        ranked.cutoff_month

    from ranked

    cross join room

    left join product_comments on ranked.product_id = product_comments.product_id

    where ranked.urgency <> 'informational' or ranked.place <= room.product_count

)

select * from listed
