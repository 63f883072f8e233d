{#
    Scores over the errors of the last so many months known at each cutoff, for each segment at
    three widths (product group and class, class, all): of the months, and of the totals over the
    released months of one cutoff. Sums of decimals do not depend on the order of the rows.
#}
{% macro candidate_scores(errors, months) -%}
    with

    cutoffs as (

        select * from {{ ref('int_cutoffs') }}

    ),

    errors as (

        select
            *,
            cast(forecast_units - sold_units as decimal(38, 6)) as error_units
        from {{ errors }}
        -- A cold start is nobody's merit.
        where horizon <= {{ var('released_horizons') }} and not is_cold_start

    ),

    month_sums as (

        select
            candidate,
            product_group,
            demand_class,
            target_month,
            count(*) as error_count,
            sum(abs(error_units)) as absolute_error_units,
            sum(error_units) as error_units,
            sum(cast(abs(sold_units) as decimal(38, 6))) as absolute_actual_units,
            sum(cast(sold_units as decimal(38, 6))) as actual_units,
            cast(0 as bigint) as total_count,
            cast(0 as decimal(38, 6)) as square_error

        from errors

        group by candidate, product_group, demand_class, target_month

    ),

    totals as (

        select
            candidate,
            product_group,
            demand_class,
            product_id,
            cutoff_month,
            max(target_month) as target_month,
            cast(sum(error_units) as double) as error_units

        from errors

        group by candidate, product_group, demand_class, product_id, cutoff_month

        having count(*) = {{ var('released_horizons') }}

    ),

    total_sums as (

        select
            candidate,
            product_group,
            demand_class,
            target_month,
            count(*) as total_count,
            sum(cast(error_units * error_units as decimal(38, 6))) as square_error

        from totals

        group by candidate, product_group, demand_class, target_month

    ),

    sums as (

        select * from month_sums

        union all

        select
            candidate,
            product_group,
            demand_class,
            target_month,
            0,
            0,
            0,
            0,
            0,
            total_count,
            square_error
        from total_sums

    ),

    in_window as (

        select
            cutoffs.cutoff_month,
            sums.*

        from cutoffs

        inner join sums
            on
                cutoffs.cutoff_month >= sums.target_month
                and sums.target_month
                > {{ add_months('cutoffs.cutoff_month', '-' ~ months) }}

    ),

    segments as (

        select
            cutoff_month,
            candidate,
            coalesce(product_group, 'all') as product_group,
            coalesce(demand_class, 'all') as demand_class,
            cast(sum(error_count) as bigint) as error_count,
            count(distinct target_month) as month_count,
            cast(sum(absolute_error_units) as double) as absolute_error_units,
            cast(sum(error_units) as double) as error_units,
            cast(sum(absolute_actual_units) as double) as absolute_actual_units,
            cast(sum(actual_units) as double) as actual_units,
            cast(sum(square_error) as double) / nullif(sum(total_count), 0) as mean_square_error

        from in_window

        group by grouping sets ( -- noqa: PRS
            (cutoff_month, candidate, product_group, demand_class),
            (cutoff_month, candidate, demand_class),
            (cutoff_month, candidate)
        )

    ),

    scores as (

        select
            candidate,
            product_group,
            demand_class,
            error_count,
            month_count,
            round(absolute_error_units / nullif(absolute_actual_units, 0), 6) as wape,
            round(error_units / nullif(actual_units, 0), 6) as bias,
            round(sqrt(mean_square_error), 6) as total_rmse,
            cutoff_month

        from segments

    )

    select * from scores
{%- endmacro %}
