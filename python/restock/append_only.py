"""The relations that keep what was: no build makes them again, and no full refresh.

They are what a lost warehouse would lose, so they are published (folder parquet/state) and can be
restored from there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

RELEASES: Final = "marts.fct_forecast_releases"
RELEASE_INPUTS: Final = "marts.int_release_inputs"
REGISTRY: Final = "ml.ml_model_registry"
RUN_LOG: Final = "ops.run_log"

_RECORDS: Final = (
    RELEASES,
    RELEASE_INPUTS,
    "marts.int_actuals_ledger",
    "marts.rpt_checks",
    REGISTRY,
    RUN_LOG,
)
_STORE: Final = re.compile(r"ml\.ml_\w+_models")


def is_store(relation: str) -> bool:
    """Tell whether a relation, by its name with schema, holds artifacts of a candidate."""
    return _STORE.fullmatch(relation) is not None


def is_append_only(relation: str) -> bool:
    """Tell whether a relation, by its name with schema, is append-only."""
    return relation in _RECORDS or is_store(relation)


def schema_of(relation: str) -> str:
    """Return the schema of a relation that is named with it."""
    return relation.split(".", maxsplit=1)[0]


def append_only_tables(
    connection: duckdb.DuckDBPyConnection, database: str | None = None
) -> list[str]:
    """Return the append-only tables of a database, with their schemas; None: the current one."""
    tables = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_catalog = coalesce(?, current_database()) and table_type = 'BASE TABLE' "
        "order by all",
        [database],
    ).fetchall()
    return [name for (name,) in tables if is_append_only(name)]


def state_files(output: Path) -> dict[str, Path]:
    """Return the published files of append-only tables by name; none where none are published."""
    return {path.stem: path for path in sorted((output / "parquet" / "state").glob("*.parquet"))}
