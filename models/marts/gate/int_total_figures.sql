{% set references = ['recent', 'last_year', 'previous', 'others'] %}

with

judged_products as (

    select * from {{ ref('int_judged_products') }}

),

totals as (

    -- Of the products of which the reference is known, on both sides.
    select
        coalesce(product_group, 'all') as product_group,
        {% for reference in references -%}
            sum({{ reference }}_units) as {{ reference }}_units,
            sum(case when {{ reference }}_units is not null then forecast_units end)
                as {{ reference }}_forecast_units,
        {% endfor -%}
        sqrt(sum(power({{ var('released_horizons') }} * spread_units, 2))) as spread_units,
        months_before_production,
        cutoff_month

    from judged_products

    group by grouping sets ( -- noqa: PRS
        (cutoff_month, months_before_production, product_group),
        (cutoff_month, months_before_production)
    )

),

measured as (

    select
        product_group,
        {% for reference in references -%}
            round(exp({{ distance(
                reference ~ '_forecast_units', reference ~ '_units', 'spread_units'
            ) }}), 6) as {{ reference }}_times,
        {% endfor -%}
        months_before_production,
        cutoff_month

    from totals

),

nearest as (

    select
        *,
        least(coalesce(recent_times, last_year_times), coalesce(last_year_times, recent_times))
            as history_times,
        nullif(least(
            {% for reference in references -%}
                coalesce({{ reference }}_times, 1e9) {%- if not loop.last %}, {% endif %}
            {% endfor %}
        ), 1e9) as nearest_times

    from measured

),

figures as (

    {% for check_name, figure in {
        'release_totals_near_history': 'history_times',
        'release_totals_near_previous': 'previous_times',
        'release_totals_near_other_candidates': 'others_times',
        'release_totals_near_any': 'nearest_times',
    }.items() -%}
        select
            '{{ check_name }}' as check_name,
            product_group,
            {{ figure }} as figure,
            months_before_production,
            cutoff_month
        from nearest
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from figures
where figure is not null
