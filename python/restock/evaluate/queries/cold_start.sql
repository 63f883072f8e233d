with scored as (
    select
        errors.product_id, errors.product_group, errors.cutoff_month, errors.horizon,
        errors.sold_units,
        case when active.history_months < 3 then cast(active.history_months as text) else '3 to 5' end
            as months_known
    from ml.ml_backtest_errors as errors
    inner join intermediate.int_active_products as active
        on errors.product_id = active.product_id and errors.cutoff_month = active.cutoff_month
    left join ml.int_launches as launches on errors.product_id = launches.product_id
    where
        errors.candidate = 'weighted_moving_average'
        and errors.horizon <= $horizons
        and (
            active.history_months = 0
            or active.history_months <= 5 and launches.product_id is not null
        )
),
first_months as (
    select launches.product_group, demand.demand_month, demand.demand_units
    from ml.int_launches as launches
    inner join intermediate.int_demand_monthly as demand
        on launches.product_id = demand.product_id and demand.age_months < 3
),
means as (
    select
        cutoffs.cutoff_month, coalesce(product_group, 'all') as product_group,
        avg(demand_units) as mean_units
    from intermediate.int_cutoffs as cutoffs
    inner join first_months on cutoffs.cutoff_month >= first_months.demand_month
    group by grouping sets ((cutoff_month, product_group), (cutoff_month))
),
forecasts as (
    select 0 as place, 'cold start' as method, product_id, cutoff_month, horizon, forecast_units
    from ml.ml_cold_start_forecasts
    union all
    select
        1, 'group mean', scored.product_id, scored.cutoff_month, scored.horizon,
        coalesce(groups.mean_units, everything.mean_units)
    from scored
    left join means as groups
        on scored.product_group = groups.product_group and scored.cutoff_month = groups.cutoff_month
    left join means as everything
        on everything.product_group = 'all' and scored.cutoff_month = everything.cutoff_month
    union all
    select
        2 + ranks.simplicity_rank, forecasts.candidate, forecasts.product_id,
        forecasts.cutoff_month, forecasts.horizon, forecasts.forecast_units
    from ml.ml_forecasts as forecasts
    inner join ml.ml_candidates as ranks on forecasts.candidate = ranks.candidate
    union all
    select 99, 'released', product_id, cutoff_month, horizon, forecast_units
    from ml.ml_champion_forecasts
)
select
    scored.months_known, forecasts.method, count(*) as forecasts,
    sum(abs(forecasts.forecast_units - scored.sold_units)) / nullif(sum(abs(scored.sold_units)), 0)
        as wape,
    sum(forecasts.forecast_units - scored.sold_units) / nullif(sum(scored.sold_units), 0) as bias
from scored
inner join forecasts
    on
        scored.product_id = forecasts.product_id
        and scored.cutoff_month = forecasts.cutoff_month
        and scored.horizon = forecasts.horizon
        and forecasts.forecast_units is not null
group by scored.months_known, forecasts.method
order by scored.months_known, min(forecasts.place)
