from restock.candidates import prophet
from restock.progress import show_progress
from restock.timing import timed


def model(dbt, session):
    show_progress()
    parameters = prophet.ProphetParameters(**dbt.config.meta_get("parameters"))
    wanted = dbt.ref("int_wanted_fits").filter("candidate = 'prophet'")
    if dbt.is_incremental:
        wanted = wanted.join(session.sql(f"from {dbt.this}"), "fit_id", how="anti")
    demand = dbt.ref("int_regressor_months").to_arrow_table()
    holidays = dbt.ref("int_holidays").to_arrow_table()
    plans = dbt.ref("int_planned_regressors").to_arrow_table()
    outlook = prophet.Outlook(dbt.config.meta_get("max_horizon"), holidays, plans)
    threads = dbt.config.meta_get("threads")
    return timed(prophet.fit)(
        demand, wanted.to_arrow_table(), parameters, outlook=outlook, n_jobs=threads
    )
