"""The contract: which tables and columns are read, as the sources of the dbt project say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column of a table: type date, double, boolean or varchar; its name in the files."""

    name: str
    data_type: str
    is_required: bool
    input_column: str

    @property
    def key(self) -> str:
        """What names of columns in files are compared by."""
        return column_key(self.input_column)


@dataclass(frozen=True)
class Table:
    """A table of the input; one that people keep by hand may be a spreadsheet."""

    name: str
    is_required: bool
    may_be_spreadsheet: bool
    columns: tuple[Column, ...]


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
        columns=tuple(
            Column(
                name=column["name"],
                data_type=column["data_type"].lower(),
                is_required=bool(column.get("required", False)),
                input_column=column.get("input_column") or column["name"],
            )
            for column in table["columns"]
        ),
    )
