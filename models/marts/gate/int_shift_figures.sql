{# Units between the forecasts and what the other candidates say of the same month, over those to
   what they say of the month after or the month before. #}

with

compared_forecasts as (

    select * from {{ ref('int_compared_forecasts') }}

),

summed as (

    select
        months_before_production,
        sum(abs(forecast_units - others_units)) as others_units,
        sum(abs(forecast_units - later_others_units)) as later_units,
        sum(case when horizon > 1 then abs(forecast_units - others_units) end)
            as later_others_units,
        sum(abs(forecast_units - earlier_others_units)) as earlier_units,
        cutoff_month

    from compared_forecasts

    group by cutoff_month, months_before_production

),

figures as (

    select
        'release_months_are_in_place' as check_name,
        'all' as product_group,
        greatest(
            others_units / nullif(later_units, 0),
            later_others_units / nullif(earlier_units, 0)
        ) as figure,
        months_before_production,
        cutoff_month

    from summed

)

select * from figures
where figure is not null
