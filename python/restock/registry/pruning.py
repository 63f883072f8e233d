"""Artifacts that nobody needs any more, dropped from the stores.

Dropped is what no release was made from, what the latest build did not want, and what is old: the
last model of its configuration and cutoff was trained more than so many days ago. So no release
loses what it can be made again from, and the next build trains nothing because of it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import duckdb

from restock.append_only import (
    REGISTRY,
    RELEASE_INPUTS,
    RELEASES,
    append_only_tables,
    is_store,
)
from restock.registry.uses import FITS, PLAN, find_uses
from restock.report import Table

if TYPE_CHECKING:
    from pathlib import Path

_OLD: Final = f"""
create temp table old as
select configuration_version, cutoff_month
from {REGISTRY}
where cutoff_month not in (select cutoff_month from unkept_cutoffs)
group by configuration_version, cutoff_month
having max(trained_at) < ?
"""
_KEPT: Final = {
    "fit_id": f"select fit_id from used_fits union all select fit_id from {FITS}",
    "model_version": (
        f"select model_version from used_models union all select model_version from {PLAN}"
    ),
}
_UNNEEDED: Final = """
(configuration_version, cutoff_month) in (select (configuration_version, cutoff_month) from old)
and {key} not in ({kept})
"""


def prune(warehouse: Path, older_than_days: int, *, dry_run: bool) -> Table:
    """Drop what is not needed and mark its models in the registry, or only tell what would be.

    Returns
    -------
    Table
        By store the artifacts dropped, their bytes, and the models marked.

    Raises
    ------
    ValueError
        The warehouse does not exist, is in use, has no training plan or release or none that tells
        what was pruned; or the days are negative.
    """
    if older_than_days < 0:
        raise ValueError(f"--older-than is a number of days, 0 or more, not {older_than_days}")
    if not warehouse.exists():
        raise ValueError(f"there is no warehouse '{warehouse}'")
    try:
        connection = duckdb.connect(str(warehouse))
    except duckdb.Error as error:
        raise ValueError(f"the warehouse '{warehouse}' is in use or damaged: {error}") from error
    with connection:
        connection.execute("set timezone = 'UTC'")
        tables = append_only_tables(connection)
        _require_plan(connection, warehouse, tables)
        connection.begin()
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        find_uses(connection, with_inputs=RELEASE_INPUTS in tables)
        connection.execute(_OLD, [now - timedelta(days=older_than_days)])
        stores = [name for name in tables if is_store(name)]
        rows = tuple(_drop(connection, store, now) for store in stores)
        if dry_run:
            connection.rollback()
        else:
            connection.commit()
            connection.execute("checkpoint")
    title = "Would be dropped" if dry_run else "Dropped"
    return Table(title, ("store", "artifacts", "bytes", "models"), rows)


def _require_plan(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, tables: list[str]
) -> None:
    ((planned,),) = connection.execute(
        "select count(*) from information_schema.columns "
        "where (table_schema || '.' || table_name, column_name) in "
        f"(('{PLAN}', 'model_version'), ('{FITS}', 'fit_id'), ('{REGISTRY}', 'pruned_at'))"
    ).fetchall()
    if planned < 3 or not {REGISTRY, RELEASES} <= set(tables):
        raise ValueError(
            f"the warehouse '{warehouse}' does not tell which artifacts a build needs: "
            "`restock run` first"
        )


def _drop(
    connection: duckdb.DuckDBPyConnection, store: str, now: datetime
) -> tuple[str, int, int, int]:
    """Drop the unneeded rows of a store and mark their models: what and how many."""
    key = "fit_id" if "fit_id" in connection.sql(f"from {store}").columns else "model_version"
    dropped = connection.execute(
        f"delete from {store} where {_UNNEEDED.format(key=key, kept=_KEPT[key])} "
        "returning configuration_version, cutoff_month, octet_length(encode(artifact)) as size"
    ).to_arrow_table()
    marked = connection.execute(
        f"update {REGISTRY} set pruned_at = ? where pruned_at is null "
        "and artifact_sha256 is not null and (configuration_version, cutoff_month) in "
        "(select (configuration_version, cutoff_month) from dropped) and "
        + _UNNEEDED.format(key="model_version", kept=_KEPT["model_version"])
        + " returning model_version",
        [now],
    ).fetchall()
    size = sum(size or 0 for size in dropped["size"].to_pylist())
    return store, dropped.num_rows, size, len(marked)
