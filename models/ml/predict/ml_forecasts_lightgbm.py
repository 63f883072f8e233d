from restock.candidates import lightgbm


def model(dbt, session):
    wanted = dbt.ref("int_wanted_models").project("model_version")
    models = dbt.ref("ml_lightgbm_models").join(wanted, "model_version", how="semi")
    inputs = dbt.ref("int_prediction_inputs")
    return lightgbm.predict(models.to_arrow_table(), inputs.to_arrow_table())
