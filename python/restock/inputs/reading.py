"""Reading the input: from the folder and the contract to the statements that make the views."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb

from restock.inputs.csv_parts import csv_parts
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
    from collections.abc import Sequence
    from pathlib import Path

    from restock.inputs.contract import Contract, Table
    from restock.inputs.parts import Part


@dataclass(frozen=True)
class InputReading:
    """How each table is read."""

    tables: tuple[TableReading, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """SQL that makes the views raw.<table>, and two tables that say what was found."""
        return (
            "create schema if not exists raw",
            *(view_statement(table) for table in self.tables),
            *record_statements(self.tables),
        )


def read_input(folder: str, contract: Contract, copies: Path) -> InputReading:
    """Find out how the input is to be read.

    Parameters
    ----------
    folder
        The input folder.
    contract
        The tables and columns that are read.
    copies
        Folder for copies of files that DuckDB cannot read as they stand; emptied first.

    Raises
    ------
    InputRefusedError
        Anything about the folder, a file or a column makes it unusable.
    """
    shutil.rmtree(copies, ignore_errors=True)
    try:
        path = check_folder(folder)
        with duckdb.connect() as connection:
            return InputReading(
                tuple(
                    _read_table(connection, path, table, contract.max_other_share, copies)
                    for table in contract.tables
                )
            )
    except OSError as error:
        raise InputRefusedError(f"'{error.filename}' cannot be read: {error.strerror}.") from error


def _read_table(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    table: Table,
    max_other_share: float,
    copies: Path,
) -> TableReading:
    parts = _own_parts(connection, folder, table, max_other_share, copies)
    if table.workbook_sheet is None:
        return TableReading(table, tuple(parts))
    workbooks = (workbook_part(table, file, copies) for file in workbook_files(folder))
    return TableReading(table, (*parts, *workbooks))


def _own_parts(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    table: Table,
    max_other_share: float,
    copies: Path,
) -> list[Part]:
    """Return the parts of the table's own files, with the styles in which they are written."""
    files = table_files(folder, table)
    if not files:
        return []
    parts = _parts(connection, table, files, copies)
    refuse_copies(table, [file.path for part in parts for file in part.files if file.has_lines])
    try:
        styles = column_styles(connection, table, parts, max_other_share)
    except duckdb.Error as error:
        # What only reading to the end shows, such as a line of megabytes.
        names = ", ".join(f"'{file}'" for file in files[:3])
        said = [line[:200] for line in str(error).splitlines() if not line.startswith("Original")]
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
