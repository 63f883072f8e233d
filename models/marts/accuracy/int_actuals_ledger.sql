{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        full_refresh=false,
        on_schema_change='append_new_columns'
    )
}}

with

{% if is_incremental() -%}

    numbered as (

        select
            *,
            row_number() over (
                partition by product_id, demand_month order by revision desc
            ) as recency

        from {{ this }}

    ),

    latest as (

        select * from numbered
        where recency = 1

    ),

{%- else -%}

    latest as (

        select
            cast(null as varchar) as product_id,
            cast(null as integer) as revision,
            cast(null as double) as sold_units,
            cast(null as date) as demand_month
        where false

    ),

{%- endif %}

known as (

    select * from {{ ref('int_known_months') }}

),

new_or_changed as (

    -- A month that is no longer there was restated to nothing.
    select
        coalesce(known.product_id, latest.product_id) as product_id,
        coalesce(latest.revision, 0) + 1 as revision,
        coalesce(known.sold_units, 0) as sold_units,
        coalesce(known.demand_month, latest.demand_month) as demand_month,
        {{ run_stamp() }} as seen_at

    from known

    full outer join latest
        on
            known.product_id = latest.product_id
            and known.demand_month = latest.demand_month

    where
        latest.sold_units is null
        or coalesce(known.sold_units, 0) <> latest.sold_units

)

select * from new_or_changed
