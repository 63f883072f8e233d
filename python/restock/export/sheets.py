"""What a sheet of a workbook is: its columns, what these mean, and the rows behind them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What the cells of a column are, which says how they look."""

    KEY = "key"
    TEXT = "text"
    NOTE = "note"
    COUNT = "count"
    UNITS = "units"
    EXPECTED = "expected units"
    VALUE = "value"
    SHARE = "share"
    MONTHS = "months"
    MONTH = "month"
    DATE = "date"


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet; one that is filled in is empty, and read back."""

    name: str
    kind: Kind
    meaning: str
    is_filled_in: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table.

    Parameters
    ----------
    name
        Name of the sheet; the sources of the dbt project name those that are read back.
    grain
        What a row is.
    columns
        The columns from left to right.
    rows
        SQL for the rows of all groups, with product_group, and the columns that are not filled in.
    order
        SQL for the order of the rows.
    kept_columns, printed_columns
        So many columns on the left stay in sight, and are printed.
    """

    name: str
    grain: str
    columns: tuple[SheetColumn, ...]
    rows: str
    order: str
    kept_columns: int
    printed_columns: int

    def query(self) -> str:
        """Return SQL for the rows of the group `$product_group`; null where one is to fill in."""
        columns = ", ".join(
            f"null as {column.name}" if column.is_filled_in else column.name
            for column in self.columns
        )
        return (
            f"select {columns} from ({self.rows}) where product_group = $product_group "
            f"order by {self.order}"
        )


PRODUCT: Final = (
    SheetColumn("product_id", Kind.KEY, "The product."),
    SheetColumn("product_name", Kind.TEXT, "Its name."),
)
EXCEPTIONS_COLUMN: Final = SheetColumn(
    "exceptions", Kind.NOTE, "Why the product needs eyes before ordering."
)
# The reasons of a product's exceptions, the most urgent first.
EXCEPTIONS: Final = """
    (
        select product_id, string_agg(reason, '; ' order by urgency desc, reason) as exceptions
        from marts.rpt_exceptions
        group by product_id
    )
"""
