{% set recent = "rows between 3 preceding and 1 preceding" %}
{% set year = "rows between 12 preceding and 1 preceding" %}
{% set season = "rows between 13 preceding and 11 preceding" %}
{% set class_months %}
    rows between {{ var('demand_class_months') }} preceding and 1 preceding
{% endset %}
{% set by_product = "partition by product_id order by demand_month" %}

with

selling_months as (

    select * from {{ ref('int_selling_months') }}

),

windowed as (

    select
        *,
        sum(selling_days) over ({{ by_product }} {{ recent }}) as recent_selling_days,
        sum(open_days) over ({{ by_product }} {{ recent }}) as recent_open_days,
        sum(selling_days) over ({{ by_product }} {{ season }}) as season_selling_days,
        sum(open_days) over ({{ by_product }} {{ season }}) as season_open_days,
        sum(selling_days) over ({{ by_product }} {{ year }}) as year_selling_days,
        sum(open_days) over ({{ by_product }} {{ year }}) as year_open_days,
        count(*) over ({{ by_product }} {{ year }}) as year_months,
        avg(cast(selling_days as double) / nullif(open_days, 0))
            over ({{ by_product }} {{ year }}) as year_share,
        stddev_pop(cast(selling_days as double) / nullif(open_days, 0))
            over ({{ by_product }} {{ year }}) as year_deviation,
        cast(count(*) over ({{ by_product }} {{ class_months }}) as double) / nullif(
            sum(case when selling_days > 0 then 1 else 0 end)
                over ({{ by_product }} {{ class_months }}), 0
        ) as adi

    from selling_months

),

shared as (

    -- The least that the product's past promises: lately, in the weaker months of a year, and at
    -- this time of the last one. Half a day is added to both, so that a share is never 0 or 1.
    select
        *,
        least(
            (recent_selling_days + 0.5) / (recent_open_days + 1),
            year_share - year_deviation,
            coalesce((season_selling_days + 0.5) / (season_open_days + 1), 1)
        ) as selling_share,
        year_open_days * 12.0 / year_months as open_days_of_a_year

    from windowed

),

tested as (

    -- Data that are not daily, products that sell in few months or days, and too short a past
    -- tell nothing.
    select
        product_id,
        demand_month,
        selling_days,
        first_selling_number,
        last_selling_number,
        previous_selling_number,
        first_open_number,
        last_open_number,
        open_days,
        open_days_of_a_year,
        round(selling_share, 6) as selling_share

    from shared

    where
        open_days >= {{ var('daily_data_days') }}
        and year_selling_days >= {{ var('stockout_history_days') }}
        and adi < {{ var('intermittent_adi') }}
        and selling_share > 0

)

select * from tested
