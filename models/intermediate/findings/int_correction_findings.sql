with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

totals as (

    -- Either way: what is added in one month is no comfort for what is taken off in another.
    select
        sum(abs(stockout_units)) as stockout_units,
        sum(abs(outlier_units)) as outlier_units,
        sum(abs(returned_units)) as returned_units,
        sum(sold_units) as sold_units

    from demand_monthly

    where is_listed

),

findings as (

    {% for correction in ['stockout_units', 'outlier_units', 'returned_units'] %}
        select {{ finding(
            "'daily_sales'",
            "'units corrected'",
            item="'" ~ correction ~ "'",
            figure=correction,
            share=correction ~ ' / nullif(sold_units, 0)'
        ) }}
        from totals
        where {{ correction }} > 0

        {% if not loop.last %}union all{% endif %}

    {% endfor %}

)

select * from findings
