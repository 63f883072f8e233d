"""What forecasts are to reach, by the kind of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from restock.accuracy.scored import BASELINE, CHAMPION
from restock.evaluate.data_sets import LONG_MONTHS, SHORT_MONTHS
from restock.report import Goal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from restock.accuracy.cells import Cells
    from restock.evaluate.data_sets import Kind

    Scores = Mapping[str, float | None]

_LEVEL: Final = 0.80


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Bounds of a kind of data; those that are None are none.

    Parameters
    ----------
    kind
        Which data they are for.
    wape_ratio, rmse_ratio
        The champion's over the baseline's, at most.
    bias
        At most, either way.
    or_two_errors
        A bias within two of its standard errors is within the bound, too.
    off_level
        The share inside the 80% interval is at most that far from 80%.
    above_p90
        At most that share is above the upper end.
    pinball_ratio
        The champion's pinball loss over that of the baseline with intervals made alike.
    below
        A reference that the champion's wape is to be below.
    """

    kind: str
    wape_ratio: float
    bias: float
    rmse_ratio: float | None = None
    or_two_errors: bool = False
    off_level: float | None = None
    above_p90: float | None = None
    pinball_ratio: float | None = None
    below: str | None = None


_MOSTLY_ZERO: Final = Bounds(
    kind="mostly zero",
    wape_ratio=0.94,
    rmse_ratio=0.88,
    bias=0.10,
    above_p90=0.12,
    pinball_ratio=1.0,
)
_SHORT: Final = Bounds(kind="under 18 months", wape_ratio=1.0, bias=0.10, above_p90=0.12)
_MIDDLE: Final = Bounds(
    kind="18 to 35 months", wape_ratio=0.95, bias=0.03, or_two_errors=True, off_level=0.04
)
_SEASONAL: Final = Bounds(
    kind="36 months and more, clearly seasonal",
    wape_ratio=0.53,
    bias=0.03,
    or_two_errors=True,
    off_level=0.06,
    below="AutoETS",
)
_LONG: Final = Bounds(
    kind="36 months and more", wape_ratio=0.85, bias=0.03, or_two_errors=True, off_level=0.02
)


def bounds_of(kind: Kind) -> Bounds:
    """Choose the bounds for data, by its shares of zero, its length and its season."""
    if kind.is_mostly_zero:
        return _MOSTLY_ZERO
    if kind.months < SHORT_MONTHS:
        return _SHORT
    if kind.months < LONG_MONTHS:
        return _MIDDLE
    return _SEASONAL if kind.is_clearly_seasonal else _LONG


def goals(
    data_set: str,
    bounds: Bounds,
    scores: Mapping[str, Scores],
    cells: Cells,
    references: Sequence[str],
) -> Iterator[Goal]:
    """Hold the champion's scores against the bounds.

    Parameters
    ----------
    data_set
        Its name.
    bounds
        Of its kind.
    scores
        By candidate: wape_of_baseline, rmse_of_baseline, bias, inside, above_p90, pinball.
    cells
        Its errors, for the chance in the bias.
    references
        Outside methods, of which the champion is to be as good as the best whose own bias is
        within the bounds.
    """
    champion = scores[CHAMPION]
    baseline = scores[BASELINE]
    level = champion["inside"]

    def most_bias(candidate: str) -> float:
        chance = cells.two_errors_of_bias(candidate) if bounds.or_two_errors else 0
        return max(bounds.bias, chance)

    unbiased = [
        scores[name]["wape_of_baseline"] or 0
        for name in references
        if abs(scores[name]["bias"] or 0) <= most_bias(name)
    ]
    found = (
        ("WAPE, of the baseline's", champion["wape_of_baseline"], bounds.wape_ratio),
        ("pooled RMSE, of the baseline's", champion["rmse_of_baseline"], bounds.rmse_ratio),
        ("bias, either way", _size(champion["bias"]), most_bias(CHAMPION)),
        ("share inside p10 to p90, from 80%", _size(level, _LEVEL), bounds.off_level),
        ("share above p90", champion["above_p90"], bounds.above_p90),
        (
            "pinball loss, of the baseline's",
            _ratio(champion["pinball"], baseline["pinball"]),
            bounds.pinball_ratio,
        ),
        (
            f"WAPE below that of {bounds.below}, of the baseline's",
            champion["wape_of_baseline"],
            scores[bounds.below]["wape_of_baseline"] if bounds.below else None,
        ),
        (
            "WAPE at most that of the best reference within the bias, of the baseline's",
            champion["wape_of_baseline"],
            min(unbiased, default=None),
        ),
    )
    for measure, value, limit in found:
        if value is not None and limit is not None:
            yield Goal(f"{data_set}: {measure}", value, limit)


def _size(value: float | None, level: float = 0) -> float | None:
    return None if value is None else abs(value - level)


def _ratio(value: float | None, other: float | None) -> float | None:
    return value / other if value is not None and other else None
