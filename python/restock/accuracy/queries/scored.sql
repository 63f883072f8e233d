create table scored (
    data_set varchar, candidate varchar, product_id varchar, product_group varchar,
    demand_class varchar, half varchar, horizon varchar, forecast_units double,
    baseline_forecast_units double, p10 double, p90 double, sold_units double,
    naive_scale double, naive_square_scale double, cutoff_month date
);

create table baseline_intervals (
    candidate varchar, product_id varchar, cutoff_month date, horizon varchar, p10 double, p90 double
);

-- A forecast made elsewhere of the same products at the same cutoffs.
create table reference_forecasts (
    candidate varchar, product_id varchar, cutoff_month date, horizon bigint,
    forecast_units double
);
