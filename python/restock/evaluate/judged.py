"""What was measured of the forecasts of a data set."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from restock.report import Goal, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from restock.accuracy.cells import Cells
    from restock.evaluate.data_sets import Kind
    from restock.evaluate.forecast_goals import Bounds
    from restock.report import Value

_WHOLE: Final = ("all", "older half", "newer half")
_NOTE: Final = (
    "wape_of_baseline: its 95% interval by resampled products and blocks of cutoffs. two_errors: "
    "two standard errors of the bias. pinball: loss at p10 and p90 as a share of the units. "
    "cpu_seconds: to fit and forecast 1,000 products at one cutoff."
)


@dataclass(frozen=True)
class Judged:
    """What was measured of a data set.

    Parameters
    ----------
    name
        Name of the data set.
    kind, bounds
        What it is like, and the bounds of such data.
    whole
        One row per method over all its months, the older and the newer half of the cutoffs.
    parts
        One row per method and horizon, total and demand class.
    more
        Further tables.
    goals
        What was to be reached.
    """

    name: str
    kind: Kind
    bounds: Bounds
    whole: Table
    parts: Table
    more: tuple[Table, ...]
    goals: tuple[Goal, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """All its tables."""
        return (self.whole, self.parts, *self.more)


def by_candidate(scores: Table) -> dict[str, dict[str, Any]]:
    """Return the scores over all months by candidate and measure."""
    return {
        str(row[1]): dict(zip(scores.columns, row, strict=True))
        for row in scores.where(slice="all").rows
    }


def whole(
    name: str, scores: Table, cells: Mapping[str, Cells], seconds: Mapping[str, float]
) -> Table:
    """Add to the scores what may be chance in them, and what a forecast costs."""
    at = scores.columns.index("bias")
    rows: list[tuple[Value, ...]] = []
    for row in scores.rows:
        part, candidate = str(row[0]), str(row[1])
        if part not in _WHOLE:
            continue
        low, high = cells[part].ratio_interval(candidate)
        errors = cells[part].two_errors_of_bias(candidate)
        spent = seconds.get(candidate) if part == "all" else None
        cost = None if spent is None else Decimal(f"{spent:.2g}").quantize(Decimal("0.01"))
        rows.append((*row[:at], low, high, row[at], errors, *row[at + 1 :], cost))
    before, after = scores.columns[:at], scores.columns[at + 1 :]
    columns = (*before, "low", "high", "bias", "two_errors", *after, "cpu_seconds")
    return Table(f"{name}: all, and the older and the newer half", columns, tuple(rows), _NOTE)


def parts(name: str, scores: Table) -> Table:
    """Return the scores by horizon, total and demand class."""
    rows = tuple(row for row in scores.rows if row[0] not in _WHOLE)
    return Table(f"{name}: by horizon, total and demand class", scores.columns, rows)
