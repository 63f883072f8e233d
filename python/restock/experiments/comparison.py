"""Experiments side by side: each against the first, on the same forecasts."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from restock.accuracy.bootstrap import Resamples, interval
from restock.accuracy.cells import Grid
from restock.accuracy.scored import CHAMPION, Scored, query
from restock.report import Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from restock.experiments.experiment import Experiment, Laboratory
    from restock.experiments.settings import Settings
    from restock.report import Value

_MOST_SEGMENTS: Final = 5
_SCORES: Final = ("forecasts", "wape", "wape_of_baseline", "bias", "mase", "inside")


def compare(laboratory: Laboratory, settings: Sequence[Settings]) -> Report:
    """Run the experiments that are not there yet, and compare all with the first.

    Parameters
    ----------
    laboratory
        Where experiments are made and kept.
    settings
        What to compare, each with a name of its own; the first is the reference.

    Returns
    -------
    Report
        The champions' scores and time, wape by candidate, the differences from the first with
        what may be chance in them, and the segments that win and lose most.

    Raises
    ------
    InputRefusedError, BuildError
        A warehouse could not be built.
    """
    scored = Scored.empty(laboratory.project, laboratory.variables["released_horizons"])
    found = []
    for one in settings:
        experiment, is_new = laboratory.run(one)
        scored.add(one.name, experiment.warehouse(laboratory.folder))
        found.append((one, experiment, is_new))
    first, *others = [one.name for one in settings]
    return Report(
        (
            _settings(found),
            _champions(scored, found),
            _candidates(scored, [first, *others]),
            _differences(scored, first, others),
            *(_segments(scored, first, other) for other in others),
        )
    )


def listed(experiments: Sequence[Experiment], folder: Path) -> Table:
    """Return what experiments there are: one row per experiment."""
    columns = ("experiment", "name", "data", "cutoff", "code", "wape", "bias", "changes")
    rows = tuple(
        (
            *(one.experiment_id, one.name, one.data, one.production_cutoff, one.code_version),
            *(one.wape, one.bias, _shown(one.written)),
        )
        for one in experiments
    )
    return Table(f"Experiments in {folder}", columns, rows)


def _shown(written: Mapping[str, Any]) -> str:
    return json.dumps(written, default=str) if written else "none"


def _settings(found: Sequence[tuple[Settings, Experiment, bool]]) -> Table:
    rows = tuple(
        (
            one.name,
            experiment.experiment_id,
            "made" if is_new else "found",
            _shown(one.written),
        )
        for one, experiment, is_new in found
    )
    return Table("Settings", ("settings", "experiment", "was", "changes"), rows)


def _champions(scored: Scored, found: Sequence[tuple[Settings, Experiment, bool]]) -> Table:
    rows = []
    for one, experiment, _ in found:
        scores = scored.scores(one.name, one.name, [CHAMPION]).where(
            slice="all", candidate=CHAMPION
        )
        places = [scores.columns.index(name) for name in _SCORES]
        times = (experiment.training_seconds, experiment.predicting_seconds)
        of_champion = (scores.rows[0][place] for place in places)
        rows.append((one.name, *of_champion, *(Decimal(f"{time:.1f}") for time in times)))
    return Table(
        "The champion",
        ("settings", *_SCORES, "training_seconds", "predicting_seconds"),
        tuple(rows),
        "inside: share between p10 and p90. Seconds as they were when the experiment was made.",
    )


def _candidates(scored: Scored, names: Sequence[str]) -> Table:
    wapes: dict[Value, dict[str, Value]] = {}
    for name in names:
        scores = scored.scores(name, name, [CHAMPION]).where(slice="all")
        place = scores.columns.index("wape")
        for row in scores.rows:
            wapes.setdefault(row[1], {})[name] = row[place]
    rows = tuple((method, *(found.get(name) for name in names)) for method, found in wapes.items())
    return Table("WAPE of each candidate", ("candidate", *names), rows)


def _differences(scored: Scored, first: str, others: Sequence[str]) -> Table:
    rows = tuple(row for other in others for row in _paired(scored, first, other))
    return Table(
        f"WAPE less that of {first}, where they differ",
        ("settings", "candidate", "difference", "low", "high", "better"),
        rows,
        "low, high: 95% interval by resampled products and blocks of cutoffs. better: share of\n"
        f"the resamples in which the WAPE is below that of {first}.",
    )


def _paired(scored: Scored, first: str, other: str) -> Iterator[tuple[Value, ...]]:
    parameters = {"one": first, "other": other}
    cells = scored.connection.sql(query("paired_cells"), params=parameters).to_arrow_table()
    grid = Grid.of(cells)
    resamples = Resamples.draw(*grid.shape)
    errors = cells["other_error_units"].to_numpy() - cells["error_units"].to_numpy()
    actuals = cells["actual_units"].to_numpy()
    for candidate in np.unique(grid.candidates):
        of_candidate = grid.spread(errors, candidate)
        sold = grid.spread(actuals, candidate)
        if not of_candidate.any() or not sold.any():
            continue
        drawn = resamples.sums(of_candidate) / resamples.sums(sold)
        difference = float(of_candidate.sum() / sold.sum())
        yield other, str(candidate), difference, *interval(drawn), float(np.mean(drawn < 0))


def _segments(scored: Scored, first: str, other: str) -> Table:
    return scored.table(
        "segments",
        f"Segments in which {other} wins and loses most against {first}",
        "adds: to the difference between the champions' WAPE over all products.",
        one=first,
        other=other,
        champion=CHAMPION,
        most=_MOST_SEGMENTS,
    )
