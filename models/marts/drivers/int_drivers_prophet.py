from restock.candidates import prophet


def model(dbt, session):
    wanted = dbt.ref("int_explained_parts").filter("candidate = 'prophet' and is_known")
    rows = wanted.project("product_id, cutoff_month")
    fits = dbt.ref("int_fits").filter("candidate = 'prophet'")
    models = fits.join(rows, "product_id, cutoff_month", how="semi")
    return prophet.explain(models.to_arrow_table(), dbt.config.meta_get("max_horizon"))
