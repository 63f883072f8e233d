"""The contract: which tables and columns are read, as the sources of the dbt project say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column of a table: type date, double, boolean or varchar; its name in the files.

    Parameters
    ----------
    workbook_column
        Its name in the workbooks that `restock export` writes; None: the same.
    is_filled_in
        Whether a line of a workbook is one because this column is filled in.
    is_named_by_file
        Whether the name of a workbook stands for what is not filled in.
    """

    name: str
    data_type: str
    is_required: bool
    input_column: str
    workbook_column: str | None = None
    is_filled_in: bool = False
    is_named_by_file: bool = False

    @property
    def key(self) -> str:
        """What names of columns in files are compared by."""
        return column_key(self.input_column)


@dataclass(frozen=True)
class Table:
    """A table of the input; one that people keep by hand may be a spreadsheet.

    Parameters
    ----------
    workbook_sheet
        Sheet of the workbooks that `restock export` writes, in which people fill in lines of it.
    """

    name: str
    is_required: bool
    may_be_spreadsheet: bool
    columns: tuple[Column, ...]
    workbook_sheet: str | None = None


@dataclass(frozen=True)
class Contract:
    """All tables, and which share of values may be written otherwise than the others."""

    tables: tuple[Table, ...]
    max_other_share: float

    @classmethod
    def from_json(cls, text: str) -> Contract:
        """Read the contract as macro `input_contract` writes it."""
        loaded = json.loads(text)
        return cls(
            tables=tuple(_table(table) for table in loaded["tables"]),
            max_other_share=float(loaded["max_rejected_share"]),
        )


def column_key(name: str) -> str:
    """Return a column's name without what makes no difference: blanks around it, and case."""
    return name.strip().lower()


def _table(table: dict[str, Any]) -> Table:
    return Table(
        name=table["name"],
        is_required=bool(table.get("required", False)),
        may_be_spreadsheet=bool(table.get("spreadsheet", False)),
        workbook_sheet=table.get("workbook_sheet"),
        columns=tuple(_column(column) for column in table["columns"]),
    )


def _column(column: dict[str, Any]) -> Column:
    return Column(
        name=column["name"],
        data_type=column["data_type"].lower(),
        is_required=bool(column.get("required", False)),
        input_column=column.get("input_column") or column["name"],
        workbook_column=column.get("workbook_column"),
        is_filled_in=bool(column.get("filled_in", False)),
        is_named_by_file=bool(column.get("named_by_file", False)),
    )
