"""Reading exported workbooks, and filling them in as a person would."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

# What is written into a row: by sheet, product and, in sheet Forecasts, month.
Entries = Mapping[tuple[str, str] | tuple[str, str, dt.date], Mapping[str, Any]]


def fill_in(exported: Path, saved: Path, entries: Entries) -> Path:
    """Save a copy of a workbook with cells filled in, by the names in the header."""
    book = openpyxl.load_workbook(exported)
    for (sheet, *wanted), cells in entries.items():
        rows = list(book[sheet].iter_rows())
        places = {cell.value: place for place, cell in enumerate(rows[0])}
        keys = ["product id", "target month"][: len(wanted)]
        (row,) = [
            row for row in rows[1:] if [_key(row[places[key]].value) for key in keys] == wanted
        ]
        for name, value in cells.items():
            row[places[name]].value = value
    saved.parent.mkdir(parents=True, exist_ok=True)
    book.save(saved)
    return saved


def records(path: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by the names in its header."""
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _key(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value
