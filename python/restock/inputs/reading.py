"""Reading the input: from its place and the contract to the statements that make the views."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from restock.inputs.csv_parts import csv_parts
from restock.inputs.database import database_parts, database_table
from restock.inputs.folder import (
    FORMATS,
    check_folder,
    ending,
    refuse_copies,
    table_files,
    workbook_files,
)
from restock.inputs.parquet_parts import parquet_parts
from restock.inputs.records import record_statements
from restock.inputs.refusal import InputRefusedError
from restock.inputs.styles import column_styles
from restock.inputs.views import TableReading, view_statement
from restock.inputs.workbooks import workbook_part
from restock.inputs.xlsx_parts import xlsx_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from restock.inputs.contract import Contract, Table
    from restock.inputs.parts import Part


@dataclass(frozen=True)
class InputReading:
    """How each table is read, and where the input is, in words."""

    tables: tuple[TableReading, ...]
    place: str

    @property
    def statements(self) -> tuple[str, ...]:
        """SQL that makes the views raw.<table>, and two tables that say what was found."""
        return (
            "create schema if not exists raw",
            *(view_statement(table) for table in self.tables),
            *record_statements(self.tables),
        )


def read_input(
    folder: str, contract: Contract, copies: Path, schema: str | None = None
) -> InputReading:
    """Find out how the input is to be read.

    Parameters
    ----------
    folder
        The input folder. Beside a database it is for tables that the database does not have, and
        may be empty ('').
    contract
        The tables and columns that are read.
    copies
        Folder for copies of tables, and of files that DuckDB cannot read as they stand; emptied
        first.
    schema
        Schema of the database that has the tables; None: the folder has them.

    Raises
    ------
    InputRefusedError
        Anything about the database, the folder, a file or a column makes it unusable.
    """
    if folder and Path(folder).resolve().is_relative_to(copies.resolve()):
        raise InputRefusedError(
            f"the input folder '{folder}' lies in '{copies}', which each run into this warehouse "
            "empties: move it, or name another warehouse."
        )
    shutil.rmtree(copies, ignore_errors=True)
    try:
        path = check_folder(folder) if folder or schema is None else None
        parts = {} if schema is None else database_parts(contract, schema, copies / "database")
        with duckdb.connect() as connection:
            reader = _Reader(connection, path, copies, schema, parts, contract.max_other_share)
            return InputReading(
                tuple(reader.read(table) for table in contract.tables), reader.place
            )
    except OSError as error:
        raise InputRefusedError(f"'{error.filename}' cannot be read: {error.strerror}.") from error


@dataclass(frozen=True)
class _Reader:
    """Where the tables are: in files of a folder, in a database, or in both, each in one."""

    connection: duckdb.DuckDBPyConnection
    folder: Path | None
    copies: Path
    schema: str | None
    database: Mapping[str, Part]
    max_other_share: float

    @property
    def place(self) -> str:
        """The input in words."""
        places = [] if self.folder is None else [f"'{self.folder}'"]
        if self.schema is not None:
            places.insert(0, f"schema '{self.schema}' of the database")
        return " and ".join(places)

    def read(self, table: Table) -> TableReading:
        parts = self._styled(table, self._own_parts(table))
        if table.workbook_sheet is None or self.folder is None:
            return TableReading(table, tuple(parts))
        workbooks = (
            workbook_part(table, file, self.copies) for file in workbook_files(self.folder)
        )
        return TableReading(table, (*parts, *workbooks))

    def _own_parts(self, table: Table) -> list[Part]:
        """Return the parts of the table, but for workbooks."""
        files = table_files(self.folder, table) if self.folder else ()
        copied = self.database.get(table.name)
        if copied and files:
            raise InputRefusedError(
                f"table {table.name} comes twice: '{copied.files[0].shown}' and '{files[0]}'. "
                "Keep one of them."
            )
        if table.is_required and not copied and not files:
            raise self._missing(table)
        if copied:
            return [copied]
        parts = _parts(self.connection, table, files, self.copies) if files else []
        refuse_copies(table, [file.path for part in parts for file in part.files if file.has_lines])
        return parts

    def _missing(self, table: Table) -> InputRefusedError:
        places = []
        if self.schema is not None:
            places.append(f"no '{database_table(self.schema, table.name)}' that its user may read")
        if self.folder:
            places.append(
                f"no '{self.folder}/{table.name}.csv', no '{table.name}.parquet' and no folder "
                f"'{table.name}/' with such files"
            )
        advice = " Name its schema with RESTOCK_SCHEMA, or make a view of that name."
        return InputRefusedError(
            f"table {table.name} is missing: there is {', '.join(places)}."
            f"{advice if self.schema is not None else ''}"
        )

    def _styled(self, table: Table, parts: Sequence[Part]) -> list[Part]:
        """Return the parts with the styles in which they are written."""
        if not parts:
            return []
        try:
            styles = column_styles(self.connection, table, parts, self.max_other_share)
        except duckdb.Error as error:
            # What only reading to the end shows, such as a line of megabytes.
            names = ", ".join(f"'{f.shown}'" for f in [f for p in parts for f in p.files][:3])
            said = [
                line[:200] for line in str(error).splitlines() if not line.startswith("Original")
            ]
            raise InputRefusedError(
                f"table {table.name} ({names}) cannot be read: {' '.join(said[:2])}"
            ) from error
        return [replace(part, styles=styles) for part in parts]


def _parts(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path], copies: Path
) -> list[Part]:
    match FORMATS[ending(files[0])]:
        case "parquet":
            return parquet_parts(connection, table, files)
        case "xlsx":
            return [xlsx_part(table, file) for file in files]
        case _:
            return csv_parts(table, files, copies)
