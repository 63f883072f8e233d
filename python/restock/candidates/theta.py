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
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import joblib
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from statsforecast.theta import auto_theta

from restock.columns import (
    ARTIFACT,
    CUTOFF_MONTH,
    FAILURE,
    FORECAST_UNITS,
    HORIZON,
    PRODUCT_ID,
    TARGET_MONTH,
)
from restock.series import Panel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Fitted = tuple[str | None, str | None]
    """Artifact and failure; one of them is null."""

CODE_VERSION: Final = "1"

_auto_theta: Callable[..., dict[str, Any]] = auto_theta  # statsforecast leaves it without types
_BATCH: Final = 250
_FEWEST_IN_PARALLEL: Final = 2000  # below, starting processes costs more than it saves
_SECONDS_BETWEEN_REPORTS: Final = 5.0

_log = logging.getLogger("restock")


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
    """Fit each wanted product on its demand up to the cutoff, each by itself.

    A month that is not known counts like the last known one, so that the season keeps its place
    in the calendar. A constant history is not fitted but goes on as it is.

    Parameters
    ----------
    demand
        One row per product and month: product_id (string), demand_month (date32), demand_units
        (double, nullable).
    wanted
        One row per model: product_id (string), cutoff_month (date32); more columns are carried
        through.
    parameters
        Settings of the candidate.
    n_jobs
        Processes (joblib), where there are enough series to be worth them.

    Returns
    -------
    pa.Table
        `wanted`, its rows in their order, with artifact (JSON text) and failure (null, or why
        there is no artifact).

    Raises
    ------
    ValueError
        A column of demand is missing, a key of it null or twice there.
    """
    panel = Panel.from_table(demand)
    products = wanted[PRODUCT_ID].to_numpy()
    cutoffs = wanted[CUTOFF_MONTH].to_numpy()
    batches = (
        [panel.history(*key) for key in zip(products[i:j], cutoffs[i:j], strict=True)]
        for i, j in _slices(len(products))
    )
    n_jobs = n_jobs if len(products) >= _FEWEST_IN_PARALLEL else 1
    # No backend is named: joblib's own default, processes that are not forked, or the caller's.
    run = joblib.Parallel(n_jobs=n_jobs, return_as="generator")
    results = run(joblib.delayed(_fit_batch)(batch, parameters) for batch in batches)
    fitted = list(_reported(results, len(products)))
    for place, name in enumerate((ARTIFACT, FAILURE)):
        wanted = wanted.append_column(name, pa.array([one[place] for one in fitted], pa.string()))
    return wanted


def predict(models: pa.Table, horizons: int) -> pa.Table:
    """Forecast from stored models, by the recursion above.

    Parameters
    ----------
    models
        One row per model: product_id (string), cutoff_month (date32), artifact (string); one
        without an artifact forecasts nothing.
    horizons
        Months ahead: 1..horizons.

    Returns
    -------
    pa.Table
        One row per model and horizon: product_id, cutoff_month, horizon (int32), target_month
        (date32), forecast_units (at least 0, 6 decimals), sorted by product_id, cutoff_month,
        horizon.
    """
    models = models.filter(pc.is_valid(models[ARTIFACT]))
    models = models.sort_by([(PRODUCT_ID, "ascending"), (CUTOFF_MONTH, "ascending")])
    units = _forecast([json.loads(str(text)) for text in models[ARTIFACT].to_pylist()], horizons)
    keys = models.select([PRODUCT_ID, CUTOFF_MONTH])
    keys = keys.take(np.repeat(np.arange(len(models)), horizons))
    ahead = np.tile(np.arange(1, horizons + 1, dtype=np.int32), len(models))
    months = keys[CUTOFF_MONTH].to_numpy().astype("datetime64[M]")
    targets = pa.array((months + ahead).astype("datetime64[D]"))
    return (
        keys.append_column(HORIZON, pa.array(ahead))
        .append_column(TARGET_MONTH, targets)
        .append_column(FORECAST_UNITS, pa.array(np.maximum(units, 0.0).round(6).ravel()))
    )


def _slices(count: int) -> Iterator[tuple[int, int]]:
    return ((start, start + _BATCH) for start in range(0, count, _BATCH))


def _reported(results: Iterator[list[Fitted]], count: int) -> Iterator[Fitted]:
    """Pass results on, logging now and then how far they are."""
    done, reported_at = 0, time.monotonic()
    for batch in results:
        yield from batch
        done += len(batch)
        if done == count or time.monotonic() - reported_at >= _SECONDS_BETWEEN_REPORTS:
            _log.info("theta: %s of %s series fitted", f"{done:,}", f"{count:,}")
            reported_at = time.monotonic()


def _fit_batch(
    histories: Sequence[NDArray[np.float64]], parameters: ThetaParameters
) -> list[Fitted]:
    return [_fit_one(history, parameters) for history in histories]


def _fit_one(history: NDArray[np.float64], parameters: ThetaParameters) -> Fitted:
    known = ~np.isnan(history)
    if known.sum() < parameters.min_months:
        return None, f"fewer than {parameters.min_months} known months"
    # A history starts with a known month, so that every month has a last known one.
    filled = history[np.maximum.accumulate(np.where(known, np.arange(history.size), 0))]
    if np.all(filled == filled[0]):
        return json.dumps(_flat(float(filled[0]), filled.size)), None
    try:
        return json.dumps(_state(filled, parameters.season_length), allow_nan=False), None
    except Exception as error:  # noqa: BLE001  statsforecast raises nothing narrower
        return None, f"no fit: {error}"


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


def _forecast(states: Sequence[dict[str, Any]], horizons: int) -> NDArray[np.float64]:
    """Forecast all states at once: shape (states, horizons), units, not yet clipped at 0."""
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
    for row, state in enumerate(states):
        if "multiplicative" in state:
            forecast[row] *= np.resize(state["multiplicative"], horizons)
        elif "additive" in state:
            forecast[row] += np.resize(state["additive"], horizons)
    return forecast
