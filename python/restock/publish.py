"""The published folder: copies of the marts that can be read while the warehouse is written."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from restock.append_only import append_only_tables
from restock.inputs.sql import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLIC_PREFIXES: Final = ("dim_", "fct_", "rpt_")

_TARGET: Final = "restock_published_copy"
_READ_ONLY: Final = 0o444
_UNFINISHED: Final = ".unfinished-"
_REPLACED: Final = "replaced-"


@dataclass(frozen=True)
class Published:
    """What was published: the folder, and the number of rows of each relation."""

    folder: Path
    rows: dict[str, int]


def publish(warehouse: Path, folder: Path) -> Published:
    """Copy the public marts into a folder: restock.duckdb and parquet/<relation>.parquet.

    What cannot be made again goes to parquet/state/<schema>.<table>.parquet (see
    `restock.append_only`).

    All is written beside and swapped in when it is whole and on disk, first the database, then the
    folder of Parquet files: whoever has the old database open reads on in it, whoever opens one
    gets the old or the new, never a half. The database is read-only to all, its owner as well: who
    writes into it would keep all others out, and what is left of that be read into the next one.

    Parameters
    ----------
    warehouse
        The DuckDB file that a build without a failure has written.
    folder
        Made where it does not exist; what else lies in it stays.

    Raises
    ------
    FileNotFoundError
        There is no warehouse.
    """
    if not warehouse.exists():
        raise FileNotFoundError(f"no warehouse at '{warehouse}': nothing has been built")
    folder.mkdir(parents=True, exist_ok=True)
    with unfinished(folder) as beside:
        rows = _copy_marts(warehouse, beside / "restock.duckdb", beside / "parquet")
        (beside / "restock.duckdb").chmod(_READ_ONLY)
        for written in (*beside.rglob("*"), beside):
            _to_disk(written)
        # DuckDB reads whatever has this name into the file beside it, of whichever it was written.
        (folder / "restock.duckdb.wal").unlink(missing_ok=True)
        (beside / "restock.duckdb").replace(folder / "restock.duckdb")
        swap_folder(beside / "parquet", folder / "parquet")
        _to_disk(folder)
    return Published(folder=folder, rows=rows)


def _to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlast a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_marts(warehouse: Path, database: Path, parquet: Path) -> dict[str, int]:
    (parquet / "state").mkdir(parents=True)
    rows = {}
    # The warehouse is opened under its own name, by which the views in it know each other.
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute(f"attach {literal(database)} as {_TARGET} (read_write)")
        connection.execute(f"create schema {_TARGET}.marts")
        for relation in _public_relations(connection):
            target = f"{_TARGET}.marts.{identifier(relation)}"
            connection.execute(f"create table {target} as from marts.{identifier(relation)}")
            connection.execute(
                f"copy {target} to {literal(parquet / f'{relation}.parquet')} (format parquet)"
            )
            rows[relation] = len(connection.sql(f"from {target}"))
        connection.execute(f"detach {_TARGET}")
        _copy_state(connection, parquet / "state")
    return rows


def _copy_state(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for relation in append_only_tables(connection):
        file = literal(folder / f"{relation}.parquet")
        connection.execute(f"copy {relation} to {file} (format parquet, compression zstd)")


def _public_relations(connection: duckdb.DuckDBPyConnection) -> list[str]:
    relations = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts' "
        "and table_catalog = current_database() order by table_name"
    ).fetchall()
    return [name for (name,) in relations if name.startswith(PUBLIC_PREFIXES)]


@contextmanager
def unfinished(output: Path) -> Iterator[Path]:
    """Give a folder in the published one, on the same file system, for what is not whole yet."""
    with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=output) as name:
        yield Path(name)


def swap_folder(new: Path, current: Path) -> None:
    """Put a folder that is whole in the place of the one that may be there.

    Between the two steps of it there is none: `settle` puts the replaced one back after a kill.
    """
    if current.exists():
        current.rename(new.parent / f"{_REPLACED}{current.name}")
    new.rename(current)


def settle(output: Path) -> None:
    """Clear away what killed runs left unfinished in the published folder."""
    for left in output.glob(f"{_UNFINISHED}*"):
        for replaced in left.glob(f"{_REPLACED}*"):
            place = output / replaced.name.removeprefix(_REPLACED)
            if not place.exists():
                replaced.rename(place)
        shutil.rmtree(left)
