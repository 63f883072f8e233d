from restock.candidates import imapa
from restock.progress import show_progress
from restock.timing import timed


def model(dbt, session):
    show_progress()
    parameters = imapa.ImapaParameters(**dbt.config.meta_get("parameters"))
    wanted = dbt.ref("int_wanted_fits").filter("candidate = 'imapa'")
    if dbt.is_incremental:
        wanted = wanted.join(session.sql(f"from {dbt.this}"), "fit_id", how="anti")
    demand = dbt.ref("int_demand_history").project(
        "product_id, demand_month, training_units as demand_units"
    )
    return timed(imapa.fit)(
        demand.to_arrow_table(),
        wanted.to_arrow_table(),
        parameters,
        n_jobs=dbt.config.meta_get("threads"),
    )
