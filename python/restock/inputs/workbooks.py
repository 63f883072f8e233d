"""Workbooks that `restock export` has written and people have filled in, as parts of a table."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from restock.inputs.parts import TEXT_TYPE, FileFacts, Found, Part, positions
from restock.inputs.refusal import InputRefusedError
from restock.inputs.sql import file_list, identifier, literal
from restock.inputs.values import Style
from restock.inputs.xlsx_parts import sheet_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from restock.inputs.contract import Table

# Dates and numbers are cells of their own kind; a text in their place is read in one way alone.
_STYLES: Final = {"date": Style.ISO, "double": Style.POINT}
# No column of the contract can be called so.
_PLACE: Final = "line in its sheet"


def header_name(column: str) -> str:
    """Return how a column is called in the header of a sheet: without underscores."""
    return column.replace("_", " ")


def workbook_part(table: Table, file: Path, copies: Path) -> Part:
    """Return what people have filled in as a part of the table; other rows are no lines.

    Parameters
    ----------
    table
        A table with a sheet in workbooks.
    file
        The workbook.
    copies
        Folder into which the lines are copied, as there may be many thousands.

    Raises
    ------
    InputRefusedError
        The file is no spreadsheet, or the sheet or a column of it is missing.
    """
    rows = sheet_rows(file, table.workbook_sheet)
    if not rows:
        raise InputRefusedError(
            f"'{file}': sheet '{table.workbook_sheet}' is empty. Save the workbook with the rows "
            "that `restock export` wrote, or take it out of the folder."
        )
    header = rows[0][1]
    places = positions(_as_in_workbook(table), file, header)
    lines = [
        {**line, _PLACE: f"sheet {table.workbook_sheet}, row {number}"}
        for number, row in rows[1:]
        if (line := _line(table, file, places, row))
    ]
    return Part(
        relation=f"read_parquet({file_list([_copy(table, file, places, lines, copies)])})",
        columns={
            name: Found(header[place], TEXT_TYPE, identifier(name))
            for name, place in places.items()
        },
        source_file=literal(file),
        files=(FileFacts(file, "workbook", bool(lines)),),
        place=identifier(_PLACE),
        styles={
            column.name: _STYLES[column.data_type]
            for column in table.columns
            if column.name in places and column.data_type in _STYLES
        },
    )


def _copy(
    table: Table,
    file: Path,
    names: Iterable[str],
    lines: Sequence[Mapping[str, str]],
    copies: Path,
) -> Path:
    copies.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(f"{table.name} in {file}".encode()).hexdigest()[:16]
    schema = pa.schema([(name, pa.string()) for name in [*names, _PLACE]])
    pq.write_table(pa.Table.from_pylist([*lines], schema), copies / f"{digest}.parquet")
    return copies / f"{digest}.parquet"


def _as_in_workbook(table: Table) -> Table:
    """Return the table with the names that its columns have in a workbook's header."""
    return replace(
        table,
        columns=tuple(
            replace(column, input_column=header_name(column.workbook_column or column.name))
            for column in table.columns
        ),
    )


def _line(
    table: Table, file: Path, places: Mapping[str, int], row: Sequence[str]
) -> dict[str, str] | None:
    """Return the texts of the columns that the sheet has; None where nothing is filled in."""
    texts = {name: row[place] if place < len(row) else "" for name, place in places.items()}
    if not any(texts.get(c.name, "").strip() for c in table.columns if c.is_filled_in):
        return None
    for column in table.columns:
        if column.is_named_by_file and not texts.get(column.name, "").strip():
            texts[column.name] = file.stem
    return texts
