"""Forecasts held against what came, against the baseline and against other tools."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import duckdb
import numpy as np

from restock.accuracy.cells import Cells
from restock.accuracy.scored import CHAMPION, MODELS, Scored
from restock.build import project_vars
from restock.evaluate import references as outside
from restock.evaluate.costs import cpu_seconds
from restock.evaluate.data_sets import LONG_MONTHS, Kind, cut_input
from restock.evaluate.forecast_goals import Bounds, bounds_of, goals
from restock.report import Goal, Table
from restock.series import Panel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from restock.build import Builder
    from restock.report import Value

# A long data set that is not mostly zero is evaluated on its last months alone, too.
CUT_TO_MONTHS: Final = (24, 18)

# No candidate gains twice the baseline's error: the champion is the baseline.
_NO_CHALLENGER: Final = {"min_gain": 2}
_WHOLE: Final = ("all", "older half", "newer half")
_NOTE: Final = (
    "wape_of_baseline: its 95% interval by resampled products and blocks of cutoffs. two_errors: "
    "two standard errors of the bias. pinball: loss at p10 and p90 as a share of the units. "
    "cpu_seconds: to fit and forecast 1,000 products at one cutoff."
)
_HISTORY: Final = """
    select product_id, demand_month, training_units as demand_units
    from intermediate.int_demand_history
"""
_SCOPE: Final = """
    select distinct cutoff_month, product_id
    from ml.ml_backtest_errors
    where cutoff_kind = 'reported'
    order by cutoff_month, product_id
"""
_CANDIDATES: Final = "select candidate from ml.ml_candidates order by simplicity_rank"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DataSet:
    """An input folder; months: as if sales had begun so many complete months ago."""

    folder: Path
    months: int | None = None

    @property
    def name(self) -> str:
        """The name that it goes by."""
        last = "" if self.months is None else f", last {self.months} months"
        return f"{self.folder.name}{last}"

    @property
    def file(self) -> str:
        """The name of its warehouse."""
        return self.folder.name if self.months is None else f"{self.folder.name}-{self.months}"


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


def evaluate_forecasts(
    folders: Sequence[Path], builder: Builder, cut_to: Sequence[int] = CUT_TO_MONTHS
) -> list[Judged]:
    """Build the warehouses of input folders up to their champions, and measure all forecasts.

    Parameters
    ----------
    folders
        What to evaluate on.
    builder
        Where the warehouses are built. What is there already is used again.
    cut_to
        Months to which long data sets are cut for a further evaluation each.

    Returns
    -------
    list
        What was measured, by data set, each followed by its cuts.

    Raises
    ------
    InputRefusedError
        A folder cannot be used.
    BuildError
        A warehouse could not be built.
    ValueError
        Two folders have the same name.
    """
    names = [folder.name for folder in folders]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two input folders are called '{twice[0]}': rename one of them")
    judged = []
    for folder in folders:
        judged.append(_judge(DataSet(folder), builder))
        kind = judged[-1].kind
        if kind.months >= LONG_MONTHS and not kind.is_mostly_zero:
            judged.extend(_judge(DataSet(folder, months), builder) for months in cut_to)
    return judged


def _judge(data_set: DataSet, builder: Builder) -> Judged:
    name = data_set.name
    horizons = (project_vars(builder.project) | dict(builder.variables))["released_horizons"]
    scored = Scored.empty(builder.project, horizons)
    scored.keep_baseline_intervals(_build(data_set, builder, **_NO_CHALLENGER))
    warehouse = _build(data_set, builder)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        candidates = [candidate for (candidate,) in connection.execute(_CANDIDATES).fetchall()]
    made = _references(warehouse, horizons, builder.workplace / "references")
    scored.add(name, warehouse, made.drop(["cpu_seconds"]))

    log.info("measuring %s", name)
    kind = Kind.of(warehouse)
    others = [reference.name for reference in outside.references()]
    scores = scored.scores(name, name, [CHAMPION, *candidates, *others])
    cells = {"all": Cells.of(scored, name)}
    cells |= {half: Cells.of(scored, name, half.split()[0]) for half in _WHOLE[1:]}
    seconds = cpu_seconds(builder, warehouse, candidates) | _seconds(made)
    return Judged(
        name=name,
        kind=kind,
        bounds=bounds_of(kind),
        whole=_whole(name, scores, cells, seconds),
        parts=_parts(name, scores),
        more=(),
        goals=tuple(goals(name, bounds_of(kind), _by_candidate(scores), cells["all"], others)),
    )


def _build(data_set: DataSet, builder: Builder, **variables: object) -> Path:
    folder = data_set.folder
    if data_set.months is not None:
        whole = builder.workplace / f"{folder.name}.duckdb"
        folder = cut_input(whole, data_set.months, builder.workplace / "inputs" / data_set.file)
    return builder.build(data_set.file, folder, MODELS, **variables)


def _references(warehouse: Path, horizons: int, store: Path) -> pa.Table:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        panel = Panel.from_table(connection.execute(_HISTORY).to_arrow_table())
        scope = connection.execute(_SCOPE).fetchall()
    wanted: dict[np.datetime64, list[str]] = {}
    for cutoff, product in scope:
        wanted.setdefault(np.datetime64(cutoff, "M"), []).append(product)
    return outside.forecast(panel, wanted, horizons, store)


def _seconds(made: pa.Table) -> dict[str, float]:
    """Return the references' CPU seconds per 1,000 products, a mean over the cutoffs."""
    rows = duckdb.from_arrow(made).query(
        "made",
        """
        select candidate, sum(seconds) / sum(products) * 1000
        from (
            select
                candidate, cutoff_month, max(cpu_seconds) as seconds,
                count(distinct product_id) as products
            from made
            group by candidate, cutoff_month
        )
        group by candidate
        """,
    )
    return dict(rows.fetchall())


def _by_candidate(scores: Table) -> dict[str, dict[str, Any]]:
    """Return the scores over all months by candidate and measure."""
    return {
        str(row[1]): dict(zip(scores.columns, row, strict=True))
        for row in scores.where(slice="all").rows
    }


def _whole(
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


def _parts(name: str, scores: Table) -> Table:
    rows = tuple(row for row in scores.rows if row[0] not in _WHOLE)
    return Table(f"{name}: by horizon, total and demand class", scores.columns, rows)
