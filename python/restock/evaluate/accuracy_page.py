"""The page on accuracy, written from an evaluation of forecasts."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import yaml

from restock.accuracy.bootstrap import BLOCK_MONTHS, DRAWS
from restock.accuracy.scored import CHAMPION
from restock.build import project_vars
from restock.evaluate.data_sets import CLEARLY_SEASONAL, MOSTLY_ZERO
from restock.report import Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from restock.evaluate.judged import Judged
    from restock.report import Value

_LIBRARIES: Final = (
    *("dbt-core", "dbt-duckdb", "duckdb", "lightgbm", "numpy", "prophet", "statsforecast"),
    "mlforecast",
)
_SETTINGS: Final = (
    *("released_horizons", "reported_cutoffs", "selection_months", "member_months"),
    *("min_ensemble_months", "min_segment_errors", "min_segment_months", "min_member_errors"),
    *("min_gain", "tie_margin", "max_bias", "max_bias_above_baseline"),
    "candidates",
)
_FEWEST_FORECASTS: Final = 100
_CHAMPION_SCORES: Final = (
    *("forecasts", "wape", "wape_of_baseline", "low", "high", "bias", "two_errors"),
    *("rmse_of_baseline", "pinball", "below_p10", "inside", "above_p90"),
)

_PAGE: Final = """\
# Accuracy

`make evaluate-forecasts` has measured what is on this page, and written it. Do not edit it: change
what it measures, and run it again.

## What was measured

Rolling origin: at each cutoff every method sees the demand up to that month and forecasts the
months after it. Reported are the last cutoffs all of whose months have come. All methods are scored
on the same rows, against the units sold as booked; months that are known to be out of stock are
left out. Where a method gives no forecast (too little history), what would be released in its place
counts: the baseline, the weighted mean of the last three months.

- The champion is what would have been released: chosen at each cutoff, for each segment, by the
  errors that were known then.
- Settings are chosen on the older half of the reported cutoffs; the newer half is given by itself.
- Outside references are given the same histories, their gaps filled with the last known month, and
  a forecast below 0 counts as 0. AutoETS is statsforecast's with a season of twelve months and the
  model ZZZ. mlforecast is one LightGBM with its own default settings over all products, fed with
  the lags 1 to 12, rolling means over 3, 6 and 12 months (as far as histories are long enough) and
  the month of the year: once on differences, as in the library's introduction, once on scaled
  products.
- Intervals of a ratio are those of {draws:,} resamples of products and of blocks of {block}
  cutoffs, the same for all methods.
- wape, bias, mase, rmsse, rmse, pinball and coverage are the formulas in macros/metrics. Those that
  end in of_baseline are divided by the baseline's on the same rows. mase and rmsse scale by the
  changes from month to month up to the cutoff. Only champions have intervals; those of the baseline
  are made in the same way, with it as the champion of all.
- Data are mostly zero from {zero:.0%} of months without demand on, and clearly seasonal from a
  seasonal strength of {season} on (1 - the variance of what trend and season leave over that of
  what the trend leaves, of all products' sum). Long data that are not mostly zero are evaluated
  again as if sales had begun later.

Made with {versions}, and these settings:

```yaml
{settings}```

## In short

{overview}

{verdict}

## Where it is not better

{worse}

## By data set

{data_sets}
"""


def accuracy_page(judged: Sequence[Judged], project: Path) -> str:
    """Write the page, in Markdown.

    Parameters
    ----------
    judged
        What was measured, by data set.
    project
        Root of the dbt project, for its settings.
    """
    settings = {name: project_vars(project)[name] for name in _SETTINGS}
    return _PAGE.format(
        draws=DRAWS,
        block=BLOCK_MONTHS,
        zero=MOSTLY_ZERO,
        season=CLEARLY_SEASONAL,
        versions=", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        settings=yaml.safe_dump(settings, sort_keys=False, default_flow_style=None, width=90),
        overview=overview(judged).markdown(),
        verdict="\n\n".join(table.markdown() for table in as_report(judged).verdict()),
        worse=worse(judged).markdown(),
        data_sets="\n\n".join(table.markdown() for one in judged for table in one.tables),
    )


def as_report(judged: Sequence[Judged]) -> Report:
    """Gather the tables and goals of all data sets."""
    of_all = (table for one in judged for table in one.tables)
    return Report(
        (*of_all, overview(judged), worse(judged)),
        tuple(goal for one in judged for goal in one.goals),
    )


def overview(judged: Sequence[Judged]) -> Table:
    """Return what the data are like, and how the champion did: one row per data set."""
    about = ("data", "kind", "months", "products", "zero_share", "seasonal_strength")
    rows = []
    for one in judged:
        kind = one.kind
        shares = (kind.zero_share, kind.seasonal_strength)
        scores = [
            one.whole.where(slice="all", candidate=CHAMPION).rows[0][one.whole.columns.index(name)]
            for name in _CHAMPION_SCORES
        ]
        rows.append((one.name, one.bounds.kind, kind.months, kind.products, *shares, *scores))
    return Table("The champion", (*about, *_CHAMPION_SCORES), tuple(rows))


def worse(judged: Sequence[Judged]) -> Table:
    """Return where another method measures better: one row per data set and slice of it."""
    return Table(
        "Slices in which another method has a lower WAPE than the champion",
        ("data", "slice", "forecasts", "best", "its_bias", "its_wape", "wape_of_champion"),
        tuple(
            row for one in judged for table in (one.whole, one.parts) for row in _worse(one, table)
        ),
        f"Slices of {_FEWEST_FORECASTS} forecasts and more; both WAPE are over the baseline's. "
        "The best method is named with hindsight: nobody knew it at the cutoff.",
    )


def _worse(one: Judged, table: Table) -> Iterator[tuple[Value, ...]]:
    for part in dict.fromkeys(row[0] for row in table.rows):
        found = table.where(slice=part)
        candidates = [row[1] for row in found.rows]
        ratios = dict(zip(candidates, found.numbers("wape_of_baseline"), strict=False))
        (forecasts, *_) = found.numbers("forecasts")
        if len(ratios) < len(candidates) or forecasts < _FEWEST_FORECASTS:
            continue
        best = min(ratios, key=lambda candidate: ratios[candidate])
        if ratios[best] < ratios[CHAMPION]:
            (bias,) = found.where(candidate=best).numbers("bias") or (None,)
            yield one.name, part, int(forecasts), best, bias, ratios[best], ratios[CHAMPION]
