{% set upper = 1.2816 %} {#- Standard deviations to the 90th percentile of the normal. #}
{% set by_product = "partition by product_id order by demand_month" %}
{% set year = "rows between 12 preceding and 1 preceding" %}
{% set season = "rows between 13 preceding and 11 preceding" %}

with

product_months as (

    select * from {{ ref('int_product_months') }}

),

daily_sizes as (

    select * from {{ ref('int_daily_sizes') }}

),

spread as (

    select
        product_months.product_id,
        product_months.demand_month,
        daily_sizes.highest_ordinary_units,
        daily_sizes.highest_units,
        -- A month says what is ordinary if it has enough ordinary days.
        case
            when daily_sizes.ordinary_days >= {{ var('daily_data_days') }}
                then daily_sizes.ordinary_days
        end as weight,
        daily_sizes.median_units,
        (daily_sizes.upper_units - daily_sizes.median_units) / {{ upper }} as spread_units

    from product_months

    left join daily_sizes
        on
            product_months.product_id = daily_sizes.product_id
            and product_months.demand_month = daily_sizes.demand_month

    where product_months.is_listed

),

windowed as (

    select
        *,
        sum(weight * median_units) over ({{ by_product }} {{ year }})
        / sum(weight) over ({{ by_product }} {{ year }}) as year_median_units,
        sum(weight * spread_units) over ({{ by_product }} {{ year }})
        / sum(weight) over ({{ by_product }} {{ year }}) as year_spread_units,
        avg(highest_ordinary_units) over ({{ by_product }} {{ year }}) as usual_highest_units,
        max(highest_units) over ({{ by_product }} {{ season }}) as season_highest_units

    from spread

),

levelled as (

    -- What is ordinary this month counts as well: a product whose sales rise has no outliers. Its
    -- spread does from eleven days on: the highest of them does not move the 90th percentile.
    select
        *,
        greatest(
            coalesce(year_median_units, 0), case when weight > 0 then median_units else 0 end
        ) as level_units,
        case
            when weight > 10 then greatest(coalesce(year_spread_units, 0), spread_units)
            else year_spread_units
        end as level_spread_units

    from windowed

),

limited as (

    select
        product_id,
        demand_month,
        highest_ordinary_units,
        round(level_units, 4) as level_units,
        round(greatest(
            level_units + {{ var('outlier_spreads') }}
            * greatest(level_spread_units, sqrt(level_units)),
            {{ var('outlier_times_median') }} * level_units,
            coalesce(2 * usual_highest_units, 0),
            coalesce(season_highest_units, 0)
        ), 4) as limit_units

    from levelled

    where level_spread_units is not null

)

select * from limited
