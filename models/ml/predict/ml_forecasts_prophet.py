from restock.candidates import prophet


def model(dbt, session):
    wanted = dbt.ref("int_wanted_fits").project("fit_id")
    models = dbt.ref("ml_prophet_models").join(wanted, "fit_id", how="semi")
    return prophet.predict(models.to_arrow_table(), dbt.config.meta_get("max_horizon"))
