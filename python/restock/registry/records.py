"""Append-only tables for reading: of the warehouse, or as published while a build writes it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

from restock.append_only import (
    REGISTRY,
    RELEASE_INPUTS,
    RELEASES,
    append_only_tables,
    is_store,
    schema_of,
    state_files,
)
from restock.inputs.sql import literal
from restock.restore import read_published

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


# Before the first release, which a check may have held back.
_NO_RELEASES: Final = (
    "(select null::varchar as release_id, null::varchar as model_version, "
    "null::date as cutoff_month limit 0)"
)


@dataclass(frozen=True)
class Records:
    """The append-only tables behind a connection, each under its name with schema.

    Attributes
    ----------
    connection
        In memory; the tables are views, and other databases can be attached.
    tables
        Their names with schemas.
    source
        Where they are read from, for people.
    """

    connection: duckdb.DuckDBPyConnection
    tables: tuple[str, ...]
    source: str

    @property
    def stores(self) -> list[str]:
        """Names of the tables that hold artifacts."""
        return [name for name in self.tables if is_store(name)]

    def has_inputs(self) -> bool:
        """Tell whether inputs of releases are kept at all."""
        return RELEASE_INPUTS in self.tables

    def let_go(self) -> None:
        """Read no further, so that a build can write the warehouse."""
        self.connection.execute("detach database if exists warehouse")

    def one(self, relation: str, column: str, prefix: str) -> str:
        """Return the one value of a column that starts with a prefix.

        Raises
        ------
        ValueError
            There is none, or there are several.
        """
        found = self.connection.execute(
            f"select distinct {column} from {relation} where starts_with({column}, ?) order by all",
            [prefix],
        ).fetchall()
        if len(found) != 1:
            what = column.replace("_id", "").replace("_", " ")
            several = ", ".join(str(value) for (value,) in found[:3])
            raise ValueError(
                f"{len(found)} {what}s in {self.source} begin with '{prefix}': {several} ..."
                if found
                else f"there is no {what} '{prefix}' in {self.source}"
            )
        return str(found[0][0])


@contextmanager
def open_records(warehouse: Path, output: Path) -> Iterator[Records]:
    """Open the append-only tables: of the warehouse, else as they were published.

    Raises
    ------
    ValueError
        There is neither, no model is registered in it, or a published file is damaged.
    """
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        scans, source = _of_warehouse(connection, warehouse), f"'{warehouse}'"
        if REGISTRY not in scans:
            files = state_files(output)
            scans = _published_scans(connection, files)
            source = f"'{output}' (published; the warehouse '{warehouse}' cannot be read)"
        if REGISTRY not in scans:
            raise ValueError(
                f"no models in the warehouse '{warehouse}' and none published in '{output}': "
                "`restock run` makes them (RESTOCK_WAREHOUSE and RESTOCK_OUTPUT say where)"
            )
        scans.setdefault(RELEASES, _NO_RELEASES)
        for name, scan in scans.items():
            connection.execute(f"create schema if not exists {schema_of(name)}")
            connection.execute(f"create view {name} as from {scan}")
        yield Records(connection, tuple(scans), source)


def _published_scans(
    connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path]
) -> dict[str, str]:
    scans = {}
    for name, path in files.items():
        with read_published(path) as scans[name]:
            connection.sql(f"from {scans[name]}")
    return scans


def _of_warehouse(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> dict[str, str]:
    """Attach the warehouse if it can be read, and tell its append-only tables."""
    if not warehouse.exists():
        return {}
    try:
        connection.execute(f"attach {literal(warehouse)} as warehouse (read_only)")
    except duckdb.Error:
        return {}
    tables: Sequence[str] = append_only_tables(connection, "warehouse")
    return {name: f"warehouse.{name}" for name in tables}
