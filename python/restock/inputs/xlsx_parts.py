"""Spreadsheets as parts of a table: the few that people keep by hand."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from restock.inputs.parts import TEXT_TYPE, FileFacts, Found, Part, positions
from restock.inputs.refusal import InputRefusedError, unreadable_file
from restock.inputs.sql import literal, values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from restock.inputs.contract import Table

_BROKEN: Final = (
    *(BadZipFile, InvalidFileException, zlib.error, ParseError),
    *(AttributeError, IndexError, KeyError, OSError, TypeError, ValueError),
)


def xlsx_part(table: Table, file: Path) -> Part:
    """Return the first sheet as a part: its rows are written into the SQL, as texts.

    Raises
    ------
    InputRefusedError
        The file is no spreadsheet, its sheet is empty, or a column is needed and missing.
    """
    rows = [texts for _, texts in sheet_rows(file)]
    if not rows:
        raise InputRefusedError(f"'{file}': the first sheet is empty. Put the table into it.")
    header, lines = rows[0], rows[1:]
    width = max(len(line) for line in rows)
    padded = [[*line, *[""] * (width - len(line))] for line in lines]
    filled = values([literal(text) for text in line] for line in padded)
    # A sheet without a line still has columns.
    empty = f"select {', '.join(['null'] * width)} where false"
    names = ", ".join(f"c{place}" for place in range(width))
    beyond = [f"c{place} <> ''" for place in range(len(header), width)]
    return Part(
        relation=f"({filled if lines else empty}) as sheet({names})",
        columns={
            name: Found(header[place], TEXT_TYPE, f"cast(c{place} as varchar)")
            for name, place in positions(table, file, header).items()
        },
        source_file=literal(file),
        files=(FileFacts(file, "xlsx", bool(lines)),),
        problem=(
            f"case when {' or '.join(beyond)} then 'more fields than the header' end"
            if beyond
            else "cast(null as varchar)"
        ),
        surplus=f"nullif(c{len(header)}, '')" if beyond else None,
    )


def sheet_rows(file: Path, name: str | None = None) -> list[tuple[int, list[str]]]:
    """Return the rows of a sheet that hold anything: their number, and their cells as texts.

    Parameters
    ----------
    file
        The spreadsheet.
    name
        Name of the sheet; None: the first one.

    Raises
    ------
    InputRefusedError
        The file is no spreadsheet, or has no such sheet.
    """
    try:
        cells = _cells(file, name, data_only=True)
        if _has_formulas(file):
            # A formula whose value was not saved is no empty cell: it is read as it is written.
            written = _cells(file, name, data_only=False)
            cells = [
                [formula if value is None else value for value, formula in zip(*rows, strict=True)]
                for rows in zip(cells, written, strict=True)
            ]
    except _BROKEN as error:
        raise unreadable_file(file, "a spreadsheet (.xlsx)", error) from error
    texts = (_without_empty_end([_text(cell) for cell in row]) for row in cells)
    return [(number, row) for number, row in enumerate(texts, start=1) if row]


def _cells(file: Path, name: str | None, *, data_only: bool) -> list[list[object]]:
    with file.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=data_only)
        names = [sheet.title for sheet in book.worksheets]
        if name is not None and name not in names:
            raise InputRefusedError(
                f"'{file}' has no sheet '{name}'; its sheets are: {', '.join(names)}. Save the "
                "workbook with the sheets that `restock export` wrote."
            )
        sheet = book.worksheets[names.index(name) if name else 0]
        # Some programs write a size that is too small; what lies beyond would be lost.
        sheet.reset_dimensions()
        return [list(row) for row in sheet.iter_rows(values_only=True)]


def _has_formulas(file: Path) -> bool:
    with ZipFile(file) as parts:
        return any(
            re.search(rb"<f[ />]", parts.read(name))
            for name in parts.namelist()
            if name.startswith("xl/worksheets/")
        )


def _without_empty_end(row: Sequence[str]) -> list[str]:
    filled = [place for place, text in enumerate(row) if text.strip()]
    return list(row[: filled[-1] + 1]) if filled else []


def _text(cell: object) -> str:
    """Return a cell as it would be written in a CSV file: dates as ISO, 7.0 as 7."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime() | dt.date():
            return cell.isoformat()
        case _:
            # Characters that XML does not have are written as _x000B_.
            return str(unescape(str(cell)))
