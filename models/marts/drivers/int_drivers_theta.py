from restock.candidates import theta


def model(dbt, session):
    wanted = dbt.ref("int_explained_parts").filter("candidate = 'theta' and is_known")
    rows = wanted.project("product_id, cutoff_month")
    fits = dbt.ref("int_fits").filter("candidate = 'theta'")
    models = fits.join(rows, "product_id, cutoff_month", how="semi")
    return theta.explain(models.to_arrow_table(), dbt.config.meta_get("max_horizon"))
