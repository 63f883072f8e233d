"""The candidate 'theta': the dynamic optimised theta method, product by product.

With y deseasonalised, theta, alpha and the first level optimised on the history, and A, B the
least-squares line through y_1..y_n, renewed at every month:

    y^(n+1) = l + (1 - 1 / theta) * (A * (1 - alpha)^n + B * (1 - (1 - alpha)^(n+1)) / alpha)
    l <- alpha * y + (1 - alpha) * l
    B <- ((n - 1) * B + 6 * (y - mean) / (n + 1)) / (n + 2)
    mean <- (n * mean + y) / (n + 1)
    A <- mean - B * (n + 2) / 2

Further ahead, the forecast takes the place of y. The season found by classical decomposition is
put back at the end. What the recursion starts from is the artifact, so that forecasts for any
horizon can be made again from it.

Source: Fiorucci et al. (2016), Models for optimising the theta method and their relationship to
state space models, International Journal of Forecasting 32(4); fitted by statsforecast.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from statsforecast.theta import auto_theta

from restock.drivers import RECENT_LEVEL, SEASON, TREND
from restock.per_product import explain_each, fit_each, forecast_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from restock.per_product import Fitted

CODE_VERSION: Final = "1"

_auto_theta: Callable[..., dict[str, Any]] = auto_theta  # statsforecast leaves it without types


@dataclass(frozen=True, kw_only=True)
class ThetaParameters:
    """Settings of the candidate."""

    season_length: int
    """Months of a season; it needs two seasons of history and passes a test, or there is none."""
    min_months: int
    """Known months without which a product is not fitted, at least 4."""

    def __post_init__(self) -> None:
        if self.min_months < 4:
            raise ValueError(f"theta needs min_months of 4 or more, not {self.min_months}")


def fit(
    demand: pa.Table, wanted: pa.Table, parameters: ThetaParameters, *, n_jobs: int = 1
) -> pa.Table:
    """Fit each wanted product on its demand up to the cutoff (see `fit_each`).

    A constant history is not fitted but goes on as it is.
    """
    fit_one = partial(_fit_one, season_length=parameters.season_length)
    return fit_each(
        demand, wanted, fit_one, name="theta", min_months=parameters.min_months, n_jobs=n_jobs
    )


def predict(models: pa.Table, horizons: int) -> pa.Table:
    """Forecast from stored models by the recursion above (see `forecast_each`)."""
    return forecast_each(models, horizons, _forecast)


def explain(models: pa.Table, horizons: int) -> pa.Table:
    """Tell what the forecasts are made of (see `explain_each`).

    The recent level is l at the cutoff, the trend what y^ without season differs from it, and the
    season what it adds to y^.
    """
    return explain_each(models, horizons, _contributions)


def _fit_one(units: NDArray[np.float64], season_length: int) -> Fitted:
    if np.all(units == units[0]):
        return json.dumps(_flat(float(units[0]), units.size)), None
    return json.dumps(_state(units, season_length), allow_nan=False), None


def _flat(units: float, months: int) -> dict[str, Any]:
    """Give the state from which the recursion goes on at the same level for ever."""
    line = {"mean": units, "intercept": units, "slope": 0.0}
    return {"months": months, "alpha": 1.0, "theta": 1.0, "level": units, **line}


def _state(units: NDArray[np.float64], season_length: int) -> dict[str, Any]:
    """Fit a history without gaps: where the recursion stands at its end, and the season to come."""
    model = _auto_theta(units, season_length, model="DOTM", decomposition_type="multiplicative")
    level, mean, intercept, slope, _ = model["states"][-1].tolist()
    state = {
        "months": units.size,
        "alpha": float(model["par"]["alpha"]),
        "theta": float(model["par"]["theta"]),
        "level": level,
        "mean": mean,
        "intercept": intercept,
        "slope": slope,
    }
    if model.get("decompose", False):
        state[model["decomposition_type"]] = model["seas_forecast"]["mean"].tolist()
    return state


def _forecast(artifacts: Sequence[str], horizons: int) -> NDArray[np.float64]:
    """Forecast all states at once: shape (states, horizons), units, not yet clipped at 0."""
    states = [json.loads(artifact) for artifact in artifacts]
    return _with_season(states, _without_season(states, horizons))


def _contributions(artifacts: Sequence[str], horizons: int) -> dict[str, NDArray[np.float64]]:
    """Units by driver, each of shape (states, horizons); they sum to `_forecast`."""
    states = [json.loads(artifact) for artifact in artifacts]
    levels = np.array([[state["level"]] * horizons for state in states]).reshape(-1, horizons)
    flat = _without_season(states, horizons)
    return {RECENT_LEVEL: levels, TREND: flat - levels, SEASON: _with_season(states, flat) - flat}


def _without_season(states: Sequence[dict[str, Any]], horizons: int) -> NDArray[np.float64]:
    n, alpha, theta, level, mean, a, b = (
        np.array([state[name] for state in states], np.float64)
        for name in ("months", "alpha", "theta", "level", "mean", "intercept", "slope")
    )
    forecast = np.empty((len(states), horizons))
    for step in range(horizons):
        pull = a * (1 - alpha) ** n + b * (1 - (1 - alpha) ** (n + 1)) / alpha
        y = forecast[:, step] = level + (1 - 1 / theta) * pull
        level = alpha * y + (1 - alpha) * level
        b = ((n - 1) * b + 6 * (y - mean) / (n + 1)) / (n + 2)
        mean = (n * mean + y) / (n + 1)
        a = mean - b * (n + 2) / 2
        n = n + 1
    return forecast


def _with_season(
    states: Sequence[dict[str, Any]], flat: NDArray[np.float64]
) -> NDArray[np.float64]:
    forecast, horizons = flat.copy(), flat.shape[1]
    for row, state in enumerate(states):
        if "multiplicative" in state:
            forecast[row] *= np.resize(state["multiplicative"], horizons)
        elif "additive" in state:
            forecast[row] += np.resize(state["additive"], horizons)
    return forecast
