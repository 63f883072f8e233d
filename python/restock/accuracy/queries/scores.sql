with sliced as (
    select 'all' as slice, 1 as part, * from scored where horizon <> 'total'
    union all
    select 'horizon ' || horizon, 2, * from scored where horizon <> 'total'
    union all
    select 'total of the months', 3, * from scored where horizon = 'total'
    union all
    select 'class ' || demand_class, 4, * from scored where horizon <> 'total'
    union all
    select half || ' half', case half when 'older' then 5 else 6 end, *
    from scored
    where horizon <> 'total'
),

measured as (
    select
        slice, candidate, part, count(*) as forecasts,
        wape(forecast_units, sold_units) as wape,
        bias(forecast_units, sold_units) as bias,
        mase(forecast_units, sold_units, naive_scale) as mase,
        rmsse(forecast_units, sold_units, naive_square_scale) as rmsse,
        rmse(forecast_units, sold_units) as rmse,
        pinball(p10, sold_units, 0.1) + pinball(p90, sold_units, 0.9) as pinball,
        share_below(sold_units, p10) as below_p10,
        coverage(p10, p90, sold_units) as inside,
        share_below(p90, sold_units) as above_p90,
        wape(baseline_forecast_units, sold_units) as baseline_wape,
        rmse(baseline_forecast_units, sold_units) as baseline_rmse
    from sliced
    where data_set = $data_set
    group by slice, candidate, part
)

-- Numbers that are not shares are decimals.
select
    slice, candidate, forecasts, wape, wape / nullif(baseline_wape, 0) as wape_of_baseline, bias,
    cast(mase as decimal(18, 3)) as mase, cast(rmsse as decimal(18, 3)) as rmsse,
    cast(rmse as decimal(18, 2)) as rmse, rmse / nullif(baseline_rmse, 0) as rmse_of_baseline,
    pinball, below_p10, inside, above_p90
from measured
order by part, slice, list_position($order, candidate), candidate
