{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        full_refresh=false,
        on_schema_change='append_new_columns'
    )
}}

-- depends_on: {{ ref('fct_forecast_releases') }}
{# Only downstream of the release, so that a blocked run records nothing. #}

with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

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

new_or_changed as (

    select
        demand_monthly.product_id,
        coalesce(latest.revision, 0) + 1 as revision,
        demand_monthly.sold_units,
        demand_monthly.demand_month,
        {{ run_stamp() }} as seen_at

    from demand_monthly

    left join latest
        on
            demand_monthly.product_id = latest.product_id
            and demand_monthly.demand_month = latest.demand_month

    where
        latest.sold_units is null
        or demand_monthly.sold_units <> latest.sold_units

)

select * from new_or_changed
