-- The tables of facts.
create table product_months (
    business varchar, seed integer, product_id varchar, demand_class varchar,
    demand_month date, in_stock varchar, latent_units double,
    lost_units double, sold_units double, stockout_units double, demand_units double,
    is_planted boolean, is_found boolean
);
create table out_days (
    business varchar, seed integer, product_id varchar, demand_class varchar,
    open_day bigint, is_planted boolean, is_found boolean
);
create table outlier_days (
    business varchar, seed integer, product_id varchar, demand_class varchar,
    sale_date date, planted_units double, capped_units double
);
create table forecasts (
    business varchar, cleaning varchar, candidate varchar, product_id varchar,
    cutoff_month date, horizon bigint, target_month date, forecast_units double
);
