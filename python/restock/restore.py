"""The append-only tables of a lost or damaged warehouse, made again from what was published."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

from restock.append_only import (
    REGISTRY,
    RELEASE_INPUTS,
    RELEASES,
    RUN_LOG,
    append_only_tables,
    is_store,
    schema_of,
    state_files,
)
from restock.inputs.sql import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

# What tells that a row was published, where no row ever goes. Artifacts and logs do not count:
# artifacts are pruned.
_KEYS: Final = {
    RELEASES: "release_id",
    RELEASE_INPUTS: "release_id, relation_name",
    "marts.int_actuals_ledger": "product_id, demand_month, revision",
    "marts.rpt_checks": "release_id, check_name",
    REGISTRY: "model_version",
}
# What changes in a row of the registry when artifacts are dropped.
_PRUNED_AT: Final = "pruned_at"
# What tells a row of the log of runs: the rest of it is completed after it was published.
_LOG_KEY: Final = "run_id, node_id"


@dataclass(frozen=True)
class Restored:
    """Rows of a table that were missing, and those that were there."""

    relation: str
    restored_rows: int
    present_rows: int


@contextmanager
def read_published(path: Path) -> Iterator[str]:
    """Give the table function that reads a published file.

    Raises
    ------
    ValueError
        What is done with it fails in the database: the file is damaged.
    """
    try:
        yield f"read_parquet({literal(path)})"
    except duckdb.Error as error:
        raise ValueError(
            f"the published file '{path}' cannot be read: move it away; the next run publishes it "
            f"again from what the warehouse holds ({error})"
        ) from error


def restore(warehouse: Path, output: Path) -> list[Restored]:
    """Add the published rows that the warehouse does not have; all tables or none.

    A table that has rows that were not published and lacks others that were is another one than
    the published: then nothing is restored. Artifacts that the warehouse's own registry knows as
    pruned stay away; so do, from a store of fits per product that is there, all of a configuration
    and cutoff of which a model was pruned.

    Raises
    ------
    ValueError
        Nothing is published, a file of it is damaged, the warehouse cannot be opened, or its rows
        are not those published.
    """
    files = state_files(output)
    if not files:
        raise ValueError(
            f"nothing to restore from: '{output}' holds no parquet/state (RESTOCK_OUTPUT names "
            "the published folder)"
        )
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(warehouse))
    except duckdb.Error as error:
        raise ValueError(
            f"the warehouse '{warehouse}' cannot be opened: it is in use, or damaged, then move it "
            f"away and restore into a new one ({error})"
        ) from error
    with connection:
        connection.begin()
        present = append_only_tables(connection)
        _find_pruned(connection, present)
        restored = []
        for name, path in files.items():
            with read_published(path) as published:
                restored.append(_restored(connection, name, published, present))
        connection.commit()
    return restored


def refuse_to_lose_releases(warehouse: Path, output: Path) -> None:
    """Refuse a warehouse that lacks what was published: what it publishes would replace that.

    It lacks a table that was published with rows, or rows of a table that never loses one.

    Raises
    ------
    ValueError
        The warehouse lacks some of it, or a published file is damaged.
    """
    lacking = []
    with duckdb.connect() as connection:
        present = _present_tables(connection, warehouse)
        if present is None:
            return
        for name, path in state_files(output).items():
            with read_published(path) as published:
                lost = _lost(connection, name, published, present)
            if lost:
                lacking.append(f"{lost} rows of {name}")
    if lacking:
        raise ValueError(
            f"the warehouse '{warehouse}' lacks what was published in '{output}' and a run would "
            f"replace: {', '.join(lacking)}. For another business name another RESTOCK_OUTPUT; to "
            "begin anew move that folder away; if the warehouse was lost or damaged, "
            "`restock restore` brings them back"
        )


def _present_tables(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> list[str] | None:
    """Attach the warehouse and tell its append-only tables; None if in use or unreadable."""
    if not warehouse.exists():
        return []
    try:
        connection.execute(f"attach {literal(warehouse)} as warehouse (read_only)")
    except duckdb.Error:
        return None
    return append_only_tables(connection, "warehouse")


def _lost(
    connection: duckdb.DuckDBPyConnection, name: str, published: str, present: Collection[str]
) -> int:
    """Count the published rows that the next publishing would lose."""
    if name not in present:
        return _count(connection, f"from {published}")
    if name not in _KEYS:
        return 0
    return _count(connection, f"from {published} anti join warehouse.{name} using ({_KEYS[name]})")


def _find_pruned(connection: duckdb.DuckDBPyConnection, present: Collection[str]) -> None:
    """Make the table pruned: the models that the warehouse knows as pruned."""
    knows = REGISTRY in present and _PRUNED_AT in connection.sql(f"from {REGISTRY}").columns
    connection.execute(
        "create temp table pruned as "
        f"select model_version, configuration_version, cutoff_month from {REGISTRY} "
        f"where {_PRUNED_AT} is not null"
        if knows
        else "create temp table pruned (model_version varchar)"
    )


def _restored(
    connection: duckdb.DuckDBPyConnection, name: str, published: str, present: Collection[str]
) -> Restored:
    if name not in present:
        connection.execute(f"create schema if not exists {schema_of(name)}")
        connection.execute(f"create table {name} as from {published}")
        return Restored(name, _count(connection, f"from {name}"), 0)
    present_rows = _count(connection, f"from {name}")
    columns = _columns(connection, name, published)
    if name == RUN_LOG:
        chosen = ", ".join(map(identifier, columns))
        wanted = f"select {chosen} from {published} anti join {name} using ({_LOG_KEY})"
        missing = _count(connection, wanted)
        connection.execute(f"insert into {name} by name {wanted}")
        return Restored(name, missing, present_rows)
    compared = ", ".join(identifier(column) for column in columns if column != _PRUNED_AT)
    ours, theirs = f"select {compared} from {name}", f"select {compared} from {published}"
    wanted = f"from ({theirs} except all {ours})"
    if is_store(name) and _count(connection, "from pruned"):
        key = "configuration_version, cutoff_month" if "fit_id" in columns else "model_version"
        wanted += f" where ({key}) not in (select ({key}) from pruned)"
    missing = _count(connection, wanted)
    unpublished = _count(connection, f"{ours} except all {theirs}")
    if missing and unpublished:
        raise ValueError(
            f"{name} in the warehouse has {unpublished} rows that were not published and lacks "
            f"{missing} that were: it is not the table that was published. Nothing was restored; "
            "move the warehouse away to restore into a new one"
        )
    if name == REGISTRY:
        wanted = (
            f"select {', '.join(map(identifier, columns))} from {published} "
            f"where model_version in (select model_version {wanted})"
        )
    if missing:
        connection.execute(f"insert into {name} by name {wanted}")
    return Restored(name, missing, present_rows)


def _columns(connection: duckdb.DuckDBPyConnection, name: str, published: str) -> list[str]:
    """Name the columns that both have: a later version may have added some."""
    theirs: Sequence[str] = connection.sql(f"from {published}").columns
    return [column for column in connection.sql(f"from {name}").columns if column in theirs]


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    ((count,),) = connection.execute(f"select count(*) from ({query})").fetchall()
    return int(count)
