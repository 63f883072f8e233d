from restock.candidates.catalogue import describe


def model(dbt, session):
    return describe(dbt.config.meta_get("candidates"))
