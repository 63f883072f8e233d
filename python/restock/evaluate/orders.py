"""Order proposals held against a baseline policy: the stock that the same service needs."""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from restock.accuracy.bootstrap import interval
from restock.evaluate.order_cases import (
    MEASURED_MONTHS,
    WARM_UP_MONTHS,
    TooShortError,
    case_of,
    generated_case,
    options_of,
)
from restock.evaluate.order_curves import Curve, baseline_curve, proposal_curve, saved
from restock.generate import GenerateOptions
from restock.report import Goal, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from restock.build import Builder
    from restock.evaluate.order_cases import Case

_FILL_RATES: Final = (0.85, 0.9, 0.925, 0.95, 0.975)
_JUDGED_FILL_RATE: Final = 0.95
_STOCK_SAVED: Final = 0.15
# A business of its own, whose many products tell more than the few of the sample.
_LARGER: Final = "larger"

log = logging.getLogger(__name__)


def evaluate_orders(sample: Path, folders: Sequence[Path], builder: Builder) -> Report:
    """Play the proposed orders and a baseline policy on known demand, and compare their stock.

    proposal: order up to the quantile of the demand total over lead time and review, at one
    service level for all products. baseline: order up to the weighted moving average times lead
    time, review and a cover. Both in packs, with minimum orders and the same greatest cover, each
    month, with what was known then; lost demand does not come back. Service level and cover are
    swept, and the mean stock is compared where the fill rate is the same:

        saved = 1 - stock of the proposal / stock of the baseline

    by value, with the 95% interval of resampled products and months.

    Parameters
    ----------
    sample
        Folder of a generated business; it is made again with its true demand.
    folders
        Further input folders, where the demand is what cleaning makes of the sales. One that is too
        short is left out, with a warning.
    builder
        Where the warehouses are built.

    Returns
    -------
    Report
        For each business what the settings come to and the comparison; goals for the sample.

    Raises
    ------
    InputRefusedError
        A folder cannot be used.
    BuildError
        A warehouse could not be built.
    """
    larger = GenerateOptions(
        products=400,
        years=4,
        seed=11,
        out=builder.workplace / _LARGER,
        with_truth=True,
        overwrite=True,
    )
    cases = {
        sample.name: generated_case(options_of(sample, builder.workplace / "sample"), builder),
        _LARGER: generated_case(larger, builder),
    }
    for folder in folders:
        try:
            cases[folder.name] = case_of(folder, builder)
        except TooShortError as error:
            log.warning("left out: %s", error)
    tables: list[Table] = []
    goals: tuple[Goal, ...] = ()
    for name, case in cases.items():
        proposal, baseline = proposal_curve(case), baseline_curve(case)
        tables.append(_settings(name, {"proposal": proposal, "baseline": baseline}))
        tables.append(_comparison(name, case, proposal, baseline))
        if name == sample.name:
            goals = _goals(name, proposal, baseline)
    return Report(tuple(tables), goals)


def _goals(name: str, proposal: Curve, baseline: Curve) -> tuple[Goal, ...]:
    found = saved(proposal, baseline, _JUDGED_FILL_RATE)
    goal = f"{name}: stock at a fill rate of {_JUDGED_FILL_RATE:.0%} to the baseline's"
    return (
        Goal(goal, float(1 - found[0]), 1 - _STOCK_SAVED),
        Goal(f"{goal}, upper end", 1 - interval(found[1:])[0], 1 - _STOCK_SAVED),
    )


def _comparison(name: str, case: Case, proposal: Curve, baseline: Curve) -> Table:
    rows = []
    for fill_rate in _FILL_RATES:
        found = saved(proposal, baseline, fill_rate)
        bounds = interval(found[1:]) if np.isfinite(found[0]) else (np.nan, np.nan)
        rows.append(
            (
                fill_rate,
                *(_amount(curve.at(fill_rate, curve.stock)[0]) for curve in (proposal, baseline)),
                *map(_share, (found[0], *bounds)),
                *(
                    _share(curve.at(fill_rate, curve.cycle_service)[0])
                    for curve in (proposal, baseline)
                ),
            )
        )
    columns = (
        "fill_rate", "proposal_stock", "baseline_stock", "saved", "from", "to",
        "proposal_cycle_service", "baseline_cycle_service",
    )  # fmt: skip
    note = (
        f"{case.demand.shape[1]} products, {MEASURED_MONTHS} months after {WARM_UP_MONTHS} of "
        "warm-up; stock: mean value; saved: with its 95% interval."
    )
    return Table(f"{name}: stock at the same fill rate", columns, tuple(rows), note)


def _settings(name: str, curves: dict[str, Curve]) -> Table:
    rows = tuple(
        (
            policy,
            setting,
            _share(curve.fill_rate[place, 0]),
            _share(curve.cycle_service[place, 0]),
            _amount(curve.stock[place, 0]),
        )
        for policy, curve in curves.items()
        for place, setting in enumerate(curve.settings)
    )
    columns = ("policy", "setting", "fill_rate", "cycle_service", "stock")
    note = (
        "setting: service level of the proposal (x: times the safety of the highest), months of\n"
        "cover beyond lead time and review of the baseline."
    )
    return Table(f"{name}: what each setting comes to", columns, rows, note)


def _amount(value: float) -> Decimal | None:
    return Decimal(f"{value:.0f}") if np.isfinite(value) else None


def _share(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
