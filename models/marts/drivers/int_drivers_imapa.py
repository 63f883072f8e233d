from restock.candidates import imapa


def model(dbt, session):
    wanted = dbt.ref("int_explained_parts").filter("candidate = 'imapa' and is_known")
    rows = wanted.project("product_id, cutoff_month")
    fits = dbt.ref("int_fits").filter("candidate = 'imapa'")
    models = fits.join(rows, "product_id, cutoff_month", how="semi")
    return imapa.explain(models.to_arrow_table(), dbt.config.meta_get("max_horizon"))
