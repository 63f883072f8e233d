{# Which of several figures for a product and month counts is judged when they are applied: some
   may have expired by then. Here is told which were decided by an earlier release than others. #}

with

overrides as (

    select * from {{ ref('stg_overrides') }}

),

products as (

    select product_id from {{ ref('int_products') }}

),

judged as (

    select
        overrides.*,
        case
            when overrides.field_problem is not null then overrides.field_problem
            {{ product_reasons('overrides', 'products.product_id') }}
            -- Without a day it would count for ever.
            when {{ is_unreadable('overrides', 'expires_on') }} then 'unparseable expiry'
            when
                overrides.comment is not null
                and overrides.override_units is null
                and not {{ is_unreadable('overrides', 'override_units') }}
                then null
            {{ date_reasons('overrides', 'target_month', 'target month') }}
            {{ number_reasons('overrides', 'override_units', 'units') }}
            when overrides.override_units < 0 then 'negative units'
        end as rejection_reason

    from overrides

    left join products on overrides.product_id = products.product_id

),

numbered as (

    -- Lines have no key of their own; which of two equal ones is which makes no difference.
    select
        *,
        row_number() over (
            order by
                product_id,
                target_month,
                source_file,
                override_units,
                owner,
                reason,
                expires_on,
                comment,
                source_values
        ) as line_number,
        decided_month is not null
        and rejection_reason is null
        and override_units is not null
        and dense_rank() over (
            partition by
                product_id,
                target_month,
                rejection_reason is null and override_units is not null
            order by decided_month desc nulls last, decided_number desc nulls last
        ) > 1 as is_superseded

    from judged

)

select * from numbered
