"""Writing one workbook: cells as what they are, never as formulas, and columns to fill in."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_range

from restock.export.read_me import write_read_me
from restock.export.sheets import Kind
from restock.inputs.workbooks import header_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from restock.export.read_me import Release
    from restock.export.sheets import Sheet, SheetColumn

# What Excel holds: rows of a sheet below a header, characters of a cell.
MOST_ROWS: Final = 1_048_575
MOST_CHARACTERS: Final = 32_767
_MOST_COMMENT_CHARACTERS: Final = 500
_HEADER_CHARACTERS: Final = 100
_FILL_COLOR: Final = "#FFF2CC"
_HEADER_COLOR: Final = "#DDE6EE"
_NUMBER_FORMATS: Final = {
    Kind.KEY: "@",
    Kind.COUNT: "#,##0",
    Kind.UNITS: "#,##0",
    Kind.EXPECTED: "#,##0.0",
    Kind.VALUE: "#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.MONTHS: "0.0",
    Kind.MONTH: "mmm yyyy",
    Kind.DATE: "yyyy-mm-dd",
}
_WIDTHS: Final = {Kind.TEXT: 18, Kind.NOTE: 40}
_USUAL_WIDTH: Final = 12
_HEADER_HEIGHT: Final = 45
# Nothing that is written may turn into something else.
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True)
class _Look:
    """Formats of a workbook: of the header, and of each column's cells."""

    header: Format
    filled_header: Format
    cells: dict[SheetColumn, Format]

    @classmethod
    def of(cls, book: Workbook, sheets: Iterable[Sheet]) -> _Look:
        head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        return cls(
            header=book.add_format({**head, "bg_color": _HEADER_COLOR}),
            filled_header=book.add_format({**head, "bg_color": _FILL_COLOR}),
            cells={c: book.add_format(_properties(c)) for sheet in sheets for c in sheet.columns},
        )


def write_workbook(
    path: Path,
    group: str,
    release: Release,
    tables: Sequence[tuple[Sheet, Iterable[Sequence[Any]]]],
) -> None:
    """Write the workbook of a product group; the same content gives the same bytes.

    Parameters
    ----------
    path
        The file, which is made.
    group
        The product group, for people.
    release
        Release that the content was made from.
    tables
        Each sheet with its rows, in the order of its columns.
    """
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": f"Restock: {group}"[:255], "created": release.released_at})
        sheets = [sheet for sheet, _ in tables]
        look = _Look.of(book, sheets)
        write_read_me(book, group, release, sheets)
        for sheet, rows in tables:
            worksheet = book.add_worksheet(sheet.name)
            _lay_out(worksheet, sheet, group, look)
            count = _write_rows(worksheet, sheet, rows, look)
            _guard(worksheet, sheet, count)
            if sheet is sheets[0]:
                worksheet.activate()


def _properties(column: SheetColumn) -> dict[str, Any]:
    # A figure of one's own may have decimals.
    number_format = "General" if column.is_filled_in else _NUMBER_FORMATS.get(column.kind)
    properties: dict[str, Any] = {"num_format": number_format} if number_format else {}
    if column.is_filled_in:
        properties |= {"bg_color": _FILL_COLOR, "border": 1, "border_color": "#BFBFBF"}
        properties |= {"locked": False}
    return properties


def _lay_out(worksheet: Worksheet, sheet: Sheet, group: str, look: _Look) -> None:
    """Set widths, header and how it is printed; what a column means shows at its header."""
    worksheet.set_row(0, _HEADER_HEIGHT)
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, _WIDTHS.get(column.kind, _USUAL_WIDTH))
        look_of_header = look.filled_header if column.is_filled_in else look.header
        worksheet.write_string(0, place, header_name(column.name), look_of_header)
        worksheet.data_validation(
            *(0, place, 0, place),
            {
                "validate": "any",
                "input_title": header_name(column.name)[:32],
                "input_message": column.meaning[:255],
            },
        )
    worksheet.freeze_panes(1, sheet.kept_columns)
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    shown = group[:_HEADER_CHARACTERS].replace("&", "&&")
    worksheet.set_header(f"&L{shown}&R{sheet.name}")
    worksheet.set_footer("&RPage &P of &N")


def _write_rows(
    worksheet: Worksheet, sheet: Sheet, rows: Iterable[Sequence[Any]], look: _Look
) -> int:
    """Write the rows below the header and return their number."""
    columns = [(column.is_filled_in, look.cells[column]) for column in sheet.columns]
    number = 0
    for number, row in enumerate(rows, start=1):
        for place, (value, (is_filled_in, look_of_cell)) in enumerate(
            zip(row, columns, strict=True)
        ):
            # An empty cell has a look only where it is to be filled in.
            if value is not None or is_filled_in:
                _write_cell(worksheet, number, place, value, look_of_cell)
    return number


def _write_cell(
    worksheet: Worksheet, row: int, place: int, value: object, look_of_cell: Format
) -> None:
    match value:
        case str():
            worksheet.write_string(row, place, cut(value), look_of_cell)
        case int() | float() if math.isfinite(value):
            worksheet.write_number(row, place, value, look_of_cell)
        case dt.date():
            worksheet.write_datetime(row, place, value, look_of_cell)
        case _:
            worksheet.write_blank(row, place, None, look_of_cell)


def cut(text: str) -> str:
    """Return a text that a cell holds."""
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def _guard(worksheet: Worksheet, sheet: Sheet, count: int) -> None:
    """Let rows be filtered and what is to be filled in be changed, with figures that can be."""
    last = max(count, 1)
    worksheet.autofilter(0, 0, last, len(sheet.columns) - 1)
    worksheet.print_area(0, 0, last, sheet.printed_columns - 1)
    worksheet.protect(
        options={
            "autofilter": True,
            "sort": True,
            "format_columns": True,
            "format_rows": True,
        }
    )
    keys = []
    for place, column in enumerate(sheet.columns):
        if column.is_filled_in:
            worksheet.data_validation(1, place, last, place, _rule(column))
        if column.kind is Kind.KEY:
            keys.append(xl_range(1, place, last, place))
    # An id of digits is a text on purpose.
    worksheet.ignore_errors({"number_stored_as_text": " ".join(keys)})


def _rule(column: SheetColumn) -> dict[str, Any]:
    """Return what may be filled in, with a message for what may not."""
    if column.kind is Kind.UNITS:
        return {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "Units",
            "error_message": "Enter a number of units, 0 or more.",
        }
    return {
        "validate": "length",
        "criteria": "<=",
        "value": _MOST_COMMENT_CHARACTERS,
        "error_title": "Too long",
        "error_message": f"Enter at most {_MOST_COMMENT_CHARACTERS} characters.",
    }
