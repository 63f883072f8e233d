from restock.candidates import lightgbm
from restock.progress import show_progress


def model(dbt, session):
    show_progress()
    dbt.config(materialized="incremental", incremental_strategy="append", full_refresh=False)
    parameters = lightgbm.LightgbmParameters.of(dbt.config.meta_get("parameters"))
    wanted = dbt.ref("int_wanted_models").filter("candidate = 'lightgbm'")
    if dbt.is_incremental:
        wanted = wanted.join(session.sql(f"from {dbt.this}"), "model_version", how="anti")
    examples = dbt.ref("int_training_examples")
    return lightgbm.fit(
        examples.to_arrow_table(),
        wanted.to_arrow_table(),
        parameters,
        n_jobs=dbt.config.meta_get("threads"),
    )
