"""What a fit is made of and what it yields, and the forecast from it in closed form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from restock.columns import PROMOTION_SHARE, RELATIVE_PRICE
from restock.drivers import HOLIDAYS, PRICE, PROMOTIONS, RECENT_LEVEL, SEASON, TREND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_YEAR_DAYS: Final = 365.25
_REGRESSOR_DRIVERS: Final = {PROMOTION_SHARE: PROMOTIONS, RELATIVE_PRICE: PRICE}


@dataclass(frozen=True, eq=False)
class Regressor:
    """A column beside trend and season.

    Attributes
    ----------
    name
        Name of the holiday or regressor.
    past
        Its values in the known months, shape (n,), not all equal.
    ahead
        Its values in the months after the cutoff, shape (horizons,).
    is_holiday
        Whether it says in which months a holiday falls (1, else 0).
    """

    name: str
    past: Floats
    ahead: Floats
    is_holiday: bool

    def scale(self) -> tuple[float, float]:
        """Prophet's own scale, mean and standard deviation of the past: (0, 1) if it is binary."""
        if self.is_holiday or set(self.past.tolist()) == {0.0, 1.0}:
            return 0.0, 1.0
        return float(self.past.mean()), float(self.past.std(ddof=1))


@dataclass(frozen=True, eq=False)
class Observations:
    """The known months of one series, ascending, and their units: both of shape (n,), n >= 2."""

    months: NDArray[np.datetime64]
    units: Floats
    regressors: tuple[Regressor, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a regressor adds: ``gamma`` per unit of it, and its scaled values at each horizon."""

    name: str
    gamma: float
    ahead: list[float]


@dataclass(frozen=True, kw_only=True)
class ProphetModel:
    """Prophet's estimates and scales: all that its forecast is made from.

    k, m, delta, beta, sigma and the effects are in scaled units; ``y_scale`` is in units;
    ``start`` is the first observed month (ISO date), ``t_scale_days`` the days from it to the
    last one, and ``changepoints_t`` the scaled times of the changepoints.
    """

    k: float
    m: float
    delta: list[float]
    beta: list[float]
    sigma: float
    y_scale: float
    start: str
    t_scale_days: float
    changepoints_t: list[float]
    effects: list[Effect]

    def to_json(self) -> str:
        """Compact JSON, numbers with 12 significant digits; effects only where there are any."""
        content: dict[str, object] = {
            name: _rounded(value) for name, value in vars(self).items() if name != "effects"
        }
        if self.effects:
            content["effects"] = [
                {name: _rounded(value) for name, value in vars(effect).items()}
                for effect in self.effects
            ]
        return json.dumps(content, separators=(",", ":"), allow_nan=False)


def fourier_series(dates: NDArray[np.datetime64], order: int) -> Floats:
    """Prophet's yearly columns sin(2 pi i d / 365.25), cos(2 pi i d / 365.25), i = 1..order.

    d is in days since 1970-01-01. Shape (n,) in, (n, 2 order) out.
    """
    angle = 2 * np.pi * dates.astype("datetime64[D]").astype(np.float64)
    columns = np.empty((dates.size, 2 * order))
    for i in range(order):
        columns[:, 2 * i] = np.sin((i + 1) / _YEAR_DAYS * angle)
        columns[:, 2 * i + 1] = np.cos((i + 1) / _YEAR_DAYS * angle)
    return columns


def effects(observations: Observations, gammas: Sequence[float]) -> list[Effect]:
    """Each regressor with its coefficient, its values ahead scaled as the past ones are."""
    found = []
    for regressor, gamma in zip(observations.regressors, gammas, strict=True):
        mean, deviation = regressor.scale()
        ahead = ((regressor.ahead - mean) / deviation).tolist()
        found.append(Effect(name=regressor.name, gamma=gamma, ahead=ahead))
    return found


def forecast(models: Sequence[dict[str, Any]], targets: NDArray[np.datetime64]) -> Floats:
    """Evaluate the formula of the candidate, unclipped, in units.

    Parameters
    ----------
    models
        Models as in their JSON.
    targets
        Target months of each model from horizon 1 on: shape (N, horizons).

    Returns
    -------
    Shape (N, horizons).
    """

    def column(name: str) -> Floats:
        return np.array([model[name] for model in models], dtype=np.float64)[:, None]

    starts = np.array([model["start"] for model in models], dtype="datetime64[D]")[:, None]
    days = (targets.astype("datetime64[D]") - starts).astype(np.float64)
    t = days / column("t_scale_days")
    scaled = column("k") * t + column("m")

    deltas, changepoints = _padded(models, "delta"), _padded(models, "changepoints_t")
    for delta, changepoint in zip(deltas.T, changepoints.T, strict=True):
        scaled += delta[:, None] * np.maximum(t - changepoint[:, None], 0)

    betas = _padded(models, "beta")
    months, where = np.unique(targets, return_inverse=True)
    seasons = fourier_series(months, betas.shape[1] // 2)[where.reshape(targets.shape)]
    for term in range(betas.shape[1]):
        scaled += betas[:, term, None] * seasons[:, :, term]

    for row, model in enumerate(models):
        for effect in model.get("effects", ()):
            ahead = effect["ahead"][: targets.shape[1]]
            scaled[row, : len(ahead)] += effect["gamma"] * np.array(ahead)
    units: Floats = column("y_scale") * scaled
    return units


def contributions(
    models: Sequence[dict[str, Any]], cutoffs: NDArray[np.datetime64], horizons: int
) -> dict[str, Floats]:
    """Take a forecast apart: units by driver, each of shape (N, horizons).

    What each kind of regressor and the season add is what the forecast loses without them. Of the
    trend that is left, the recent level is its value in the cutoff month.
    """
    targets = cutoffs[:, None] + np.arange(1, horizons + 1).astype("timedelta64[M]")
    left, whole, found = models, forecast(models, targets), {}
    for driver in (HOLIDAYS, PROMOTIONS, PRICE, SEASON):
        left = [_without(driver, model) for model in left]
        rest = forecast(left, targets)
        found[driver], whole = whole - rest, rest
    level = np.repeat(forecast(left, cutoffs[:, None]), horizons, axis=1)
    return {RECENT_LEVEL: level, TREND: whole - level, **found}


def _without(driver: str, model: dict[str, Any]) -> dict[str, Any]:
    if driver == SEASON:
        return {**model, "beta": []}
    effects = [
        effect
        for effect in model.get("effects", ())
        if _REGRESSOR_DRIVERS.get(effect["name"], HOLIDAYS) != driver
    ]
    return {**model, "effects": effects}


def _padded(models: Sequence[dict[str, Any]], name: str) -> Floats:
    """Stack lists of any length as rows that end in zeros, which add nothing to a forecast."""
    width = max((len(model[name]) for model in models), default=0)
    rows = [model[name] + [0.0] * (width - len(model[name])) for model in models]
    return np.array(rows, dtype=np.float64).reshape(len(models), width)


def _rounded(value: float | str | list[float]) -> float | str | list[float]:
    if isinstance(value, list):
        return [float(f"{number:.12g}") for number in value]
    return value if isinstance(value, str) else float(f"{value:.12g}")
