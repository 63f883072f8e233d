from restock.candidates import lightgbm
from restock.progress import show_progress
from restock.timing import timed


def model(dbt, session):
    show_progress()
    parameters = lightgbm.LightgbmParameters.of(dbt.config.meta_get("parameters"))
    wanted = dbt.ref("int_wanted_models").filter("candidate = 'lightgbm'")
    if dbt.is_incremental:
        wanted = wanted.join(session.sql(f"from {dbt.this}"), "model_version", how="anti")
    examples = dbt.ref("int_training_examples")
    return timed(lightgbm.fit)(
        examples.to_arrow_table(),
        wanted.to_arrow_table(),
        parameters,
        n_jobs=dbt.config.meta_get("threads"),
    )
