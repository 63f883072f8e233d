"""What an evaluation found: tables, and goals that were met or missed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

Value = str | int | float | Decimal | date | None

_COLUMN_GAP: Final = "  "


@dataclass(frozen=True)
class Table:
    """A table of what was measured. Floats are shares; decimals are numbers with a fraction.

    Parameters
    ----------
    title
        What the table shows.
    columns
        Names of its columns.
    rows
        Its rows.
    note
        How its numbers are counted.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""

    @classmethod
    def of(cls, title: str, relation: duckdb.DuckDBPyRelation, note: str = "") -> Table:
        """Return the rows of a relation under a title."""
        return cls(title, tuple(relation.columns), tuple(relation.fetchall()), note)

    def where(self, **wanted: Value) -> Table:
        """Return the rows with these values in these columns."""
        places = {self.columns.index(name): value for name, value in wanted.items()}
        kept = (row for row in self.rows if all(row[at] == places[at] for at in places))
        return replace(self, rows=tuple(kept))

    def numbers(self, name: str) -> list[float]:
        """Return the numbers of a column, without the empty ones."""
        values = (row[self.columns.index(name)] for row in self.rows)
        return [float(value) for value in values if isinstance(value, int | float | Decimal)]

    def text(self) -> str:
        """Return the table as lines of text: numbers to the right, shares in percent."""
        cells = [list(self.columns), *([_shown(value) for value in row] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        is_text = [
            any(isinstance(value, str) for value in column)
            for column in zip(*self.rows, strict=True)
        ] or [True] * len(widths)
        lines = [
            _COLUMN_GAP.join(
                cell.ljust(width) if left else cell.rjust(width)
                for cell, width, left in zip(row, widths, is_text, strict=True)
            ).rstrip()
            for row in cells
        ]
        heading = [self.title, *([self.note] if self.note else []), ""]
        return "\n".join([*heading, lines[0], "-" * max(map(len, lines)), *lines[1:]])

    def markdown(self) -> str:
        """Return the table as Markdown under a heading of the third level."""
        rows = (self.columns, ["---"] * len(self.columns), *(map(_shown, row) for row in self.rows))
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([f"### {self.title}", "", *([self.note, ""] if self.note else []), *lines])


@dataclass(frozen=True)
class Goal:
    """Something to be reached: a value that is at most a limit."""

    goal: str
    value: float
    limit: float

    @property
    def is_met(self) -> bool:
        """Tell whether the value is within the limit."""
        return self.value <= self.limit


@dataclass(frozen=True)
class Report:
    """Tables, and the goals that they are judged by."""

    tables: tuple[Table, ...]
    goals: tuple[Goal, ...] = ()

    def text(self) -> str:
        """Return all tables, the goals last."""
        return "\n\n\n".join(table.text() for table in (*self.tables, *self.verdict()))

    def write(self, path: Path) -> None:
        """Write the tables and goals as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "goals": [asdict(goal) | {"is_met": goal.is_met} for goal in self.goals],
            "tables": [asdict(table) for table in self.tables],
        }
        path.write_text(json.dumps(content, indent=2, default=str) + "\n")

    def verdict(self) -> Sequence[Table]:
        """Return the goals as a table; none where there are none."""
        if not self.goals:
            return ()
        rows = tuple(
            (goal.goal, goal.value, goal.limit, "met" if goal.is_met else "missed")
            for goal in self.goals
        )
        return (Table("Goals", ("goal", "value", "at_most", "verdict"), rows),)


def _shown(value: Value) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.2%}"
    return f"{value:,}" if isinstance(value, int | Decimal) else str(value)
