"""Forecasts held against what came, against the baseline and against other tools."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import duckdb
import numpy as np

from restock.accuracy.cells import Cells
from restock.accuracy.scored import CHAMPION, MODELS, Scored
from restock.build import project_vars
from restock.evaluate import references as outside
from restock.evaluate.cold_start import cold_start
from restock.evaluate.costs import cpu_seconds
from restock.evaluate.data_sets import LONG_MONTHS, Kind, cut_input
from restock.evaluate.forecast_goals import bounds_of, goals
from restock.evaluate.judged import Judged, by_candidate, parts, whole
from restock.evaluate.prophet import agreement
from restock.series import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from restock.build import Builder
    from restock.report import Table

# A long data set that is not mostly zero is evaluated on its last months alone, too.
CUT_TO_MONTHS: Final = (24, 18)

# The champion is the baseline while fewer months are known.
_NO_CHALLENGER: Final = {"min_ensemble_months": 1200}
# What depends on who is champion.
_SELECTION: Final = "path:models/ml/select"
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

_PROPHET_SERIES: Final = 100
_SEED: Final = 7

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
    folder = _input(data_set, builder)
    alone = builder.build(data_set.file, folder, MODELS, **_NO_CHALLENGER)
    scored.keep_baseline_intervals(alone)
    warehouse = builder.build(data_set.file, folder, _SELECTION)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        candidates = [candidate for (candidate,) in connection.execute(_CANDIDATES).fetchall()]
    made = _references(warehouse, horizons, builder.workplace / "references")
    scored.add(name, warehouse, made.drop(["cpu_seconds"]))

    log.info("measuring %s", name)
    kind = Kind.of(warehouse)
    others = [reference.name for reference in outside.references()]
    scores = scored.scores(name, name, [CHAMPION, *candidates, *others])
    cells = {"all": Cells.of(scored, name)}
    cells |= {f"{half} half": Cells.of(scored, name, half) for half in ("older", "newer")}
    seconds = cpu_seconds(builder, warehouse, candidates) | _seconds(made)
    return Judged(
        name=name,
        kind=kind,
        bounds=bounds_of(kind),
        whole=whole(name, scores, cells, seconds),
        parts=parts(name, scores),
        more=_more(name, warehouse),
        goals=tuple(goals(name, bounds_of(kind), by_candidate(scores), cells["all"], others)),
    )


def _more(name: str, warehouse: Path) -> tuple[Table, ...]:
    """Return what is shown besides of a warehouse: launches, and Prophet's engines."""
    tables = (cold_start(warehouse), agreement(warehouse, _PROPHET_SERIES, _SEED))
    return tuple(replace(table, title=f"{table.title}: {name}") for table in tables)


def _input(data_set: DataSet, builder: Builder) -> Path:
    if data_set.months is None:
        return data_set.folder
    whole = builder.workplace / f"{data_set.folder.name}.duckdb"
    return cut_input(whole, data_set.months, builder.workplace / "inputs" / data_set.file)


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
