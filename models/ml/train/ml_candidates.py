from restock.candidates.catalogue import describe
from restock.provenance import with_provenance


def model(dbt, session):
    return with_provenance(describe(dbt.config.meta_get("candidates")))
