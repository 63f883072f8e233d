{# Of several findings about a product the first in this order is shown. #}

with

release_candidates as (

    select * from {{ ref('release_candidates') }}

),

products as (

    select * from {{ ref('int_products') }}

),

totals as (

    select
        product_id,
        min(product_group) as product_group,
        min(cutoff_month) as cutoff_month,
        min(fallback_reason) as fallback_reason,
        sum(forecast_units) as forecast_units,
        case when count(last_year_units) = count(*) then sum(last_year_units) end
            as last_year_units,
        sum(case when previous_forecast_units is not null then forecast_units end)
            as overlapping_units,
        sum(previous_forecast_units) as previous_units

    from release_candidates

    group by product_id

),

judged as (

    select
        *,
        case
            when fallback_reason = 'failed fit' then 'failed fit'
            when
                abs(overlapping_units - previous_units)
                > {{ var('exception_release_movement') }} * previous_units
                then 'moved against the previous release'
            when fallback_reason = 'cold start' then 'cold start'
            when
                forecast_units > {{ var('exception_times_last_year') }} * last_year_units
                then 'far above last year'
            when
                forecast_units * {{ var('exception_times_last_year') }} < last_year_units
                then 'far below last year'
        end as reason

    from totals

),

found as (

    select
        judged.product_id,
        judged.product_group,
        judged.reason,
        case judged.reason
            when 'failed fit' then 'urgent'
            when 'moved against the previous release' then 'required'
            when 'cold start' then 'required'
            else 'informational'
        end as urgency,
        cast(null as varchar) as comment,
        round(judged.forecast_units, 4) as forecast_units,
        round(judged.last_year_units, 4) as last_year_units,
        round(judged.previous_units, 4) as previous_units,
        round(products.unit_cost * abs(
            case judged.reason
                when 'moved against the previous release'
                    then judged.overlapping_units - judged.previous_units
                when 'far above last year' then judged.forecast_units - judged.last_year_units
                when 'far below last year' then judged.forecast_units - judged.last_year_units
                else judged.forecast_units
            end
        ), 2) as value_at_stake,
        judged.cutoff_month

    from judged

    inner join products on judged.product_id = products.product_id

    where judged.reason is not null

)

select * from found
