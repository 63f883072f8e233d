{% set class_window %}
    partition by product_id order by demand_month
    rows between {{ var('demand_class_months') - 1 }} preceding and current row
{% endset %}
{% set activity_window %}
    partition by product_id order by demand_month
    rows between {{ var('activity_months') - 1 }} preceding and current row
{% endset %}

with

demand_history as (

    select * from {{ ref('int_demand_history') }}

),

products as (

    select * from {{ ref('int_products') }}

),

differenced as (

    select
        *,
        demand_units - lag(demand_units) over (
            partition by product_id order by demand_month
        ) as naive_error_units,
        nullif(demand_units, 0) as positive_units

    from demand_history

),

measured as (

    select
        product_id,
        demand_month as cutoff_month,
        is_inherited,
        age_months + 1 as history_months,
        max(gross_units) over ({{ activity_window }}) > 0 as has_recent_sale,
        cast(count(demand_units) over ({{ class_window }}) as double)
        / nullif(count(positive_units) over ({{ class_window }}), 0) as adi,
        power(
            stddev_pop(positive_units) over ({{ class_window }})
            / nullif(avg(positive_units) over ({{ class_window }}), 0), 2
        ) as cv2,
        max(demand_units) over (
            partition by product_id order by demand_month rows unbounded preceding
        ) as highest_month_units,
        round(avg(abs(naive_error_units)) over (
            partition by product_id order by demand_month rows unbounded preceding
        ), 6) as naive_scale,
        round(avg(power(naive_error_units, 2)) over (
            partition by product_id order by demand_month rows unbounded preceding
        ), 6) as naive_square_scale

    from differenced

),

classed as (

    select
        measured.product_id,
        products.product_group,
        case
            when measured.history_months < {{ var('new_product_months') }} then 'new'
            when
                coalesce(measured.adi, 1e9) < {{ var('intermittent_adi') }}
                and measured.cv2 < {{ var('erratic_cv2') }} then 'smooth'
            when coalesce(measured.adi, 1e9) < {{ var('intermittent_adi') }} then 'erratic'
            when coalesce(measured.cv2, 0) < {{ var('erratic_cv2') }} then 'intermittent'
            else 'lumpy'
        end as demand_class,
        measured.history_months,
        measured.highest_month_units,
        measured.naive_scale,
        measured.naive_square_scale,
        measured.has_recent_sale
        and (
            products.discontinued_on is null
            or products.discontinued_on >= {{ add_months('measured.cutoff_month', 1) }}
        ) as is_active,
        measured.cutoff_month

    from measured

    inner join products on measured.product_id = products.product_id

    where not measured.is_inherited

)

select * from classed
