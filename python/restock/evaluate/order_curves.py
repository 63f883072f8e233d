"""What the settings of an order policy come to: stock against service, with resamples."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from restock.accuracy.bootstrap import Resamples
from restock.evaluate.order_cases import WARM_UP_MONTHS
from restock.evaluate.policies import Played, play

if TYPE_CHECKING:
    from restock.evaluate.order_cases import Case
    from restock.evaluate.policies import Units

# Steps between two quantile levels of a total; and times the safety of the highest.
_STEPS: Final = 3
_BEYOND: Final = (1.25, 1.5, 2.0, 3.0)
_COVER_MONTHS: Final = tuple(step / 2 for step in range(-4, 19))


@dataclass(frozen=True, eq=False)
class Curve:
    """What the settings of a policy come to, each of shape (settings, 1 + resamples).

    The first column is what was played, the others resamples of its products and months.

    Attributes
    ----------
    settings
        Their names.
    stock
        Mean value of the stock.
    fill_rate
        Share of the demand's value that was met.
    cycle_service
        Share of the products' months without a lost sale.
    """

    settings: tuple[str, ...]
    stock: Units
    fill_rate: Units
    cycle_service: Units

    def at(self, fill_rate: float, measure: Units) -> Units:
        """Return a measure where the fill rate is reached, between settings: (1 + resamples,).

        Not a number where no setting is below it, or none above.
        """
        return np.array(
            [
                np.interp(fill_rate, reached[order], values[order], left=np.nan, right=np.nan)
                for reached, values in zip(self.fill_rate.T, measure.T, strict=True)
                for order in [np.argsort(reached, kind="stable")]
            ]
        )


def proposal_curve(case: Case) -> Curve:
    """Sweep the service level of the proposal."""
    month = case.expected / np.maximum(case.protection, 1)
    levels = {
        setting: np.maximum(0, case.expected + deviation)
        for setting, deviation in _swept(case.deviations).items()
    }
    return _curve(case, levels, month)


def baseline_curve(case: Case) -> Curve:
    """Sweep the cover of the baseline policy."""
    levels = {
        f"{cover:+g}": case.baseline * np.maximum(0, case.protection + cover)
        for cover in _COVER_MONTHS
    }
    return _curve(case, levels, case.baseline)


def saved(proposal: Curve, baseline: Curve, fill_rate: float) -> Units:
    """Return 1 - stock of the proposal / stock of the baseline: shape (1 + resamples,)."""
    needed = proposal.at(fill_rate, proposal.stock) / baseline.at(fill_rate, baseline.stock)
    difference: Units = 1 - needed
    return difference


def _swept(deviations: dict[float, Units]) -> dict[str, Units]:
    """Return deviations at the quantile levels, between them, and beyond the highest."""
    levels = list(deviations)
    swept = {}
    for low, high in pairwise(levels):
        for part in np.arange(_STEPS) / _STEPS:
            between = (1 - part) * deviations[low] + part * deviations[high]
            swept[f"{low + part * (high - low):.3f}"] = between
    highest = levels[-1]
    swept[f"{highest:.3f}"] = deviations[highest]
    return swept | {f"{highest:.3f} x {times:g}": times * deviations[highest] for times in _BEYOND}


def _curve(case: Case, levels: dict[str, Units], month: Units) -> Curve:
    months, products = case.demand.shape
    measured = months - WARM_UP_MONTHS
    resamples = Resamples.draw(products, measured)
    rows = []
    for level in levels.values():
        caps = np.where(
            case.protection < case.most_cover,
            month * case.most_cover,
            np.maximum(month * case.protection, level),
        )
        cells = _cells(case, play(case.demand, level, caps, case.terms))
        rows.append([np.append(cell.sum(), resamples.sums(cell.T)) for cell in cells])
    stock, sold, demand, served, listed = np.stack(rows, axis=1)
    return Curve(tuple(levels), stock / measured, sold / demand, served / listed)


def _cells(case: Case, played: Played) -> tuple[Units, ...]:
    """Return what is summed, each of shape (measured months, products)."""
    cells = (
        played.stock_units * case.unit_value,
        played.sold_units * case.unit_value,
        case.demand * case.unit_value,
        np.asarray(played.sold_units >= case.demand - 1e-9, dtype=np.float64),
        np.ones_like(case.demand),
    )
    return tuple((cell * case.is_listed)[WARM_UP_MONTHS:] for cell in cells)
