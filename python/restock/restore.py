"""The append-only tables of a lost or damaged warehouse, made again from what was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

from restock.append_only import RELEASES, append_only_tables, state_files
from restock.inputs.sql import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Restored:
    """Rows of a table that were missing, and those that were there."""

    relation: str
    restored_rows: int
    present_rows: int


def restore(warehouse: Path, output: Path) -> list[Restored]:
    """Add the published rows that the warehouse does not have; all tables or none.

    A table that has rows that were not published and lacks others that were is another one than
    the published: then nothing is restored.

    Raises
    ------
    ValueError
        Nothing is published, the warehouse cannot be opened, or its rows are not those published.
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
        restored = [_restored(connection, name, path) for name, path in files.items()]
        connection.commit()
    return restored


def refuse_to_lose_releases(warehouse: Path, output: Path) -> None:
    """Refuse a warehouse that lacks published releases: what it publishes would replace them.

    Raises
    ------
    ValueError
        The published folder holds releases that the warehouse does not have.
    """
    published = state_files(output).get(RELEASES)
    if published is None:
        return
    with duckdb.connect() as connection:
        present = _present_releases(connection, warehouse)
        if present is None:
            return
        ((lost,),) = connection.execute(
            "select count(distinct release_id) from "
            f"read_parquet({literal(published)}) where release_id not in ({present})"
        ).fetchall()
    if lost:
        raise ValueError(
            f"the warehouse '{warehouse}' lacks {lost} of the releases that were published in "
            f"'{output}', which a run would replace. `restock restore` brings them back; to begin "
            "anew, move that folder away or name another one in RESTOCK_OUTPUT"
        )


_NO_RELEASES: Final = "select null limit 0"


def _present_releases(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> str | None:
    """Return a select of the releases in the warehouse; None if it is in use or unreadable."""
    if not warehouse.exists():
        return _NO_RELEASES
    try:
        connection.execute(f"attach {literal(warehouse)} as warehouse (read_only)")
    except duckdb.Error:
        return None
    if RELEASES not in append_only_tables(connection, "warehouse"):
        return _NO_RELEASES
    return f"select release_id from warehouse.{RELEASES}"


def _restored(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> Restored:
    published = f"read_parquet({literal(path)})"
    ((database,),) = connection.execute("select current_database()").fetchall()
    if name not in append_only_tables(connection, database):
        connection.execute(f"create schema if not exists {name.split('.', maxsplit=1)[0]}")
        connection.execute(f"create table {name} as from {published}")
        return Restored(name, _count(connection, f"from {name}"), 0)
    present = _count(connection, f"from {name}")
    columns = _columns(connection, name, published)
    ours, theirs = f"select {columns} from {name}", f"select {columns} from {published}"
    missing = _count(connection, f"{theirs} except all {ours}")
    unpublished = _count(connection, f"{ours} except all {theirs}")
    if missing and unpublished:
        raise ValueError(
            f"{name} in the warehouse has {unpublished} rows that were not published and lacks "
            f"{missing} that were: it is not the table that was published. Nothing was restored; "
            "move the warehouse away to restore into a new one"
        )
    if missing:
        connection.execute(f"insert into {name} by name ({theirs} except all {ours})")
    return Restored(name, missing, present)


def _columns(connection: duckdb.DuckDBPyConnection, name: str, published: str) -> str:
    """Name the columns that both have: a later version may have added some."""
    theirs: Sequence[str] = connection.sql(f"from {published}").columns
    return ", ".join(
        f'"{column}"' for column in connection.sql(f"from {name}").columns if column in theirs
    )


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    ((count,),) = connection.execute(f"select count(*) from ({query})").fetchall()
    return int(count)
