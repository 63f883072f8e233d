"""The published folder: copies of the marts that can be read while the warehouse is written."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

PUBLIC_PREFIXES: Final = ("dim_", "fct_", "rpt_")


@dataclass(frozen=True)
class Published:
    """What was published: the folder, and the number of rows of each relation."""

    folder: Path
    rows: dict[str, int]


def publish(warehouse: Path, folder: Path) -> Published:
    """Copy the public marts into a folder: restock.duckdb and parquet/<relation>.parquet.

    All is written beside and swapped in when it is whole: whoever has the old file open reads on
    in it, whoever opens one gets the old or the new, never a half.

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
    with tempfile.TemporaryDirectory(prefix=".publishing-", dir=folder) as name:
        beside = Path(name)
        rows = _copy_marts(warehouse, beside / "restock.duckdb", beside / "parquet")
        (beside / "restock.duckdb").replace(folder / "restock.duckdb")
        _swap_folder(beside / "parquet", folder / "parquet", beside / "replaced")
    return Published(folder=folder, rows=rows)


def _copy_marts(warehouse: Path, database: Path, parquet: Path) -> dict[str, int]:
    parquet.mkdir()
    rows = {}
    with duckdb.connect() as connection:
        # Attached under its own name, by which the views in it know each other.
        connection.execute(f"attach {_literal(warehouse)} (read_only)")
        connection.execute(f"attach {_literal(database)} as published")
        connection.execute("create schema published.marts")
        for catalog, relation in _public_relations(connection):
            target = f"published.marts.{_identifier(relation)}"
            source = f"{_identifier(catalog)}.marts.{_identifier(relation)}"
            connection.execute(f"create table {target} as from {source}")
            connection.execute(
                f"copy {target} to {_literal(parquet / f'{relation}.parquet')} (format parquet)"
            )
            rows[relation] = len(connection.sql(f"from {target}"))
        connection.execute("detach published")
    return rows


def _public_relations(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    relations = connection.execute(
        "select table_catalog, table_name from information_schema.tables "
        "where table_schema = 'marts' and table_catalog <> 'published' order by table_name"
    ).fetchall()
    return [(catalog, name) for catalog, name in relations if name.startswith(PUBLIC_PREFIXES)]


def _swap_folder(new: Path, current: Path, replaced: Path) -> None:
    if current.exists():
        current.rename(replaced)
    new.rename(current)


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
