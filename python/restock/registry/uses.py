"""Which models and fits releases were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from restock.append_only import REGISTRY, RELEASE_INPUTS, RELEASES
from restock.release_inputs import content_table

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

PLAN: Final = "ml.int_training_plan"
FITS: Final = "ml.int_wanted_fits"


def release_inputs(connection: duckdb.DuckDBPyConnection, release_id: str) -> dict[str, pa.Table]:
    """Return the kept inputs of a release by name of the relation."""
    kept = connection.execute(
        f"select relation_name, content from {RELEASE_INPUTS} where release_id = ? order by all",
        [release_id],
    ).fetchall()
    return {str(name): content_table(content) for name, content in kept}


def find_uses(connection: duckdb.DuckDBPyConnection, *, with_inputs: bool) -> None:
    """Make the tables used_models (release_id, model_version) and used_fits (release_id, fit_id).

    A release has used what was planned for its cutoff when it was made, because its champions were
    chosen among all of that. A release whose inputs were not kept has used all models of its
    cutoff; its cutoff is listed in unkept_cutoffs (release_id, cutoff_month).
    """
    connection.execute("create temp table used_models (release_id varchar, model_version varchar)")
    connection.execute("create temp table used_fits (release_id varchar, fit_id varchar)")
    kept = connection.execute(
        f"select distinct release_id from {RELEASE_INPUTS}" if with_inputs else "select 1 limit 0"
    ).fetchall()
    for (release_id,) in kept:
        for table, key, name in (
            ("used_models", "model_version", PLAN),
            ("used_fits", "fit_id", FITS),
        ):
            ((content,),) = connection.execute(
                f"select content from {RELEASE_INPUTS} where release_id = ? and relation_name = ?",
                [release_id, name],
            ).fetchall()
            connection.register("kept_input", content_table(content, [key]))
            connection.execute(f"insert into {table} select ?, {key} from kept_input", [release_id])
            connection.unregister("kept_input")
    connection.execute(
        "create temp table unkept_cutoffs as "
        f"select distinct release_id, cutoff_month from {RELEASES} "
        "where release_id not in (select release_id from used_models)"
    )
    connection.execute(
        "insert into used_models select unkept_cutoffs.release_id, registry.model_version "
        f"from {REGISTRY} as registry inner join unkept_cutoffs "
        "on registry.cutoff_month = unkept_cutoffs.cutoff_month"
    )
