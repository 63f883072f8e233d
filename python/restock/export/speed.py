"""How long the workbooks of many products take, to write and to read back."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from restock.export.accuracy_sheets import WORST_PRODUCTS
from restock.export.excel import in_batches
from restock.export.forecasts_sheet import FORECASTS
from restock.export.orders_sheet import ORDERS
from restock.export.read_me import Release
from restock.export.sheets import Kind
from restock.export.workbook import write_workbook
from restock.inputs.xlsx_parts import sheet_rows
from restock.report import Table

if TYPE_CHECKING:
    from restock.export.sheets import Sheet

# An invented value of each kind, by the number of the product.
_VALUES: Final = {
    Kind.KEY: "'P' || lpad(number::text, 6, '0')",
    Kind.TEXT: "'text ' || number % 7",
    Kind.NOTE: "'below the order-up-to level; rounded up to what can be ordered'",
    Kind.COUNT: "cast(number % 9 as integer)",
    Kind.UNITS: "cast(number % 1000 as double)",
    Kind.EXPECTED: "number % 1000 / 7",
    Kind.VALUE: "number % 1000 / 3",
    Kind.SHARE: "number % 100 / 100",
    Kind.MONTHS: "number % 100 / 10",
    Kind.MONTH: "date '2025-01-01'",
    Kind.DATE: "date '2025-01-31'",
}
_MONTHS: Final = 3
_RELEASE: Final = Release("release", 1, dt.date(2025, 1, 1), dt.datetime(2025, 2, 1), None)


def workbook_speed(products: int, groups: int) -> Table:
    """Time the workbooks of so many invented products, and the reading of one of them."""
    rows = {ORDERS: products, FORECASTS: _MONTHS * products, WORST_PRODUCTS: products}
    with tempfile.TemporaryDirectory(prefix="restock-workbooks-") as name, duckdb.connect() as db:
        files = [Path(name) / f"{group}.xlsx" for group in range(groups)]
        started = time.perf_counter()
        for file in files:
            tables = [
                (sheet, in_batches(db, _invented(sheet), {"rows": count // groups}))
                for sheet, count in rows.items()
            ]
            write_workbook(file, file.stem, _RELEASE, tables)
        written = time.perf_counter()
        for sheet in (ORDERS, FORECASTS):
            sheet_rows(files[0], sheet.name)
        read = time.perf_counter()
        megabytes = sum(file.stat().st_size for file in files) / 1e6
    return Table(
        f"Workbooks of {products:,} products in {groups} groups, {megabytes:.0f} MB",
        ("step", "milliseconds"),
        (
            ("all written", round(1000 * (written - started))),
            ("one read back", round(1000 * (read - written))),
        ),
    )


def _invented(sheet: Sheet) -> str:
    columns = ", ".join(
        "null" if column.is_filled_in else _VALUES[column.kind] for column in sheet.columns
    )
    return f"select {columns} from range($rows) as products (number)"
