from restock.candidates import lightgbm


def model(dbt, session):
    wanted = dbt.ref("int_explained_parts").filter("candidate = 'lightgbm' and is_known")
    rows = wanted.project("product_id, cutoff_month, horizon")
    inputs = dbt.ref("int_prediction_inputs")
    inputs = inputs.join(rows, "product_id, cutoff_month, horizon", how="semi").to_arrow_table()
    versions = dbt.ref("int_wanted_models").join(rows, "cutoff_month", how="semi")
    models = dbt.ref("ml_lightgbm_models")
    models = models.join(versions.project("model_version"), "model_version", how="semi")
    return lightgbm.explain(models.to_arrow_table(), inputs, n_jobs=dbt.config.meta_get("threads"))
