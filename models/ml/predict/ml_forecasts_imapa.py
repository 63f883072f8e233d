from restock.candidates import imapa


def model(dbt, session):
    wanted = dbt.ref("int_wanted_fits").project("fit_id")
    models = dbt.ref("ml_imapa_models").join(wanted, "fit_id", how="semi")
    return imapa.predict(models.to_arrow_table(), dbt.config.meta_get("max_horizon"))
