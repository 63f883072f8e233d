"""Workbooks that `restock export` has written and people have filled in, as parts of a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from restock.inputs.parts import TEXT_TYPE, FileFacts, Found, Part, positions
from restock.inputs.refusal import InputRefusedError
from restock.inputs.sql import literal, values
from restock.inputs.values import Style
from restock.inputs.xlsx_parts import sheet_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from restock.inputs.contract import Table

# Dates and numbers are cells of their own kind; a text in their place is read in one way alone.
_STYLES: Final = {"date": Style.ISO, "double": Style.POINT}


def header_name(column: str) -> str:
    """Return how a column is called in the header of a sheet: without underscores."""
    return column.replace("_", " ")


def workbook_part(table: Table, file: Path) -> Part:
    """Return what people have filled in as a part of the table; other rows are no lines.

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
        [*(literal(text) for text in line), literal(f"sheet {table.workbook_sheet}, row {number}")]
        for number, row in rows[1:]
        if (line := _line(table, file, places, row))
    ]
    names = [f"c{place}" for place in range(len(places) + 1)]
    filled = values(lines) if lines else f"select {', '.join(['null'] * len(names))} where false"
    return Part(
        relation=f"({filled}) as sheet({', '.join(names)})",
        columns={
            name: Found(header[place], TEXT_TYPE, f"cast(c{column} as varchar)")
            for column, (name, place) in enumerate(places.items())
        },
        source_file=literal(file),
        files=(FileFacts(file, "workbook", bool(lines)),),
        place=f"cast({names[-1]} as varchar)",
        styles={
            column.name: _STYLES[column.data_type]
            for column in table.columns
            if column.name in places and column.data_type in _STYLES
        },
    )


def _as_in_workbook(table: Table) -> Table:
    """Return the table with the names that its columns have in a workbook's header."""
    return replace(
        table,
        columns=tuple(
            replace(column, input_column=header_name(column.workbook_column))
            for column in table.columns
        ),
    )


def _line(
    table: Table, file: Path, places: Mapping[str, int], row: Sequence[str]
) -> list[str] | None:
    """Return the texts of the columns that the sheet has; None where nothing is filled in."""
    texts = {name: row[place] if place < len(row) else "" for name, place in places.items()}
    if not any(texts.get(c.name, "").strip() for c in table.columns if c.is_filled_in):
        return None
    for column in table.columns:
        if column.is_named_by_file and not texts.get(column.name, "").strip():
            texts[column.name] = file.stem
    return [texts[name] for name in places]
