"""What the candidates share that fit each product by itself: histories in, forecasts out."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

import joblib
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from restock.columns import (
    ARTIFACT,
    CUTOFF_MONTH,
    FAILURE,
    FORECAST_UNITS,
    HORIZON,
    PRODUCT_ID,
    TARGET_MONTH,
)
from restock.drivers import drivers_of
from restock.series import Panel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Fitted = tuple[str | None, str | None]
    """Artifact and failure; one of them is null."""
    FitOne = Callable[[NDArray[np.float64]], Fitted]
    """From a product's history without gaps, months up to the cutoff."""

_BATCH: Final = 250
_FEWEST_IN_PARALLEL: Final = 2000  # below, starting processes costs more than it saves
_SECONDS_BETWEEN_REPORTS: Final = 5.0

_log = logging.getLogger("restock")


def fit_each(
    demand: pa.Table, wanted: pa.Table, fit_one: FitOne, *, name: str, min_months: int, n_jobs: int
) -> pa.Table:
    """Fit each wanted product on its demand up to the cutoff, each by itself.

    A month that is not known counts like the last known one, so that the season keeps its place
    in the calendar.

    Parameters
    ----------
    demand
        One row per product and month: product_id (string), demand_month (date32), demand_units
        (double, nullable).
    wanted
        One row per model: product_id (string), cutoff_month (date32); more columns are carried
        through.
    fit_one
        Fits one history; must be a function that another process can import, or a partial of it.
    name
        The candidate, for the log.
    min_months
        Known months without which a product is not fitted.
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
    results = run(joblib.delayed(_fit_batch)(batch, fit_one, min_months) for batch in batches)
    fitted = list(_reported(results, len(products), name))
    for place, column in enumerate((ARTIFACT, FAILURE)):
        wanted = wanted.append_column(column, pa.array([one[place] for one in fitted], pa.string()))
    return wanted


def forecast_each(
    models: pa.Table, horizons: int, forecast: Callable[[Sequence[str], int], NDArray[np.float64]]
) -> pa.Table:
    """Forecast from stored models.

    Parameters
    ----------
    models
        One row per model: product_id (string), cutoff_month (date32), artifact (string); one
        without an artifact forecasts nothing.
    horizons
        Months ahead: 1..horizons.
    forecast
        From artifacts and horizons to units, shape (artifacts, horizons).

    Returns
    -------
    pa.Table
        One row per product, cutoff and horizon: product_id, cutoff_month, horizon (int32),
        target_month, forecast_units (not negative, 6 decimals), sorted by product_id, cutoff_month,
        horizon.
    """
    keys, artifacts = _keys_and_artifacts(models, horizons)
    units = forecast(artifacts, horizons)
    return keys.append_column(FORECAST_UNITS, pa.array(np.maximum(units, 0.0).round(6).ravel()))


def explain_each(
    models: pa.Table,
    horizons: int,
    contributions: Callable[[Sequence[str], int], Mapping[str, NDArray[np.float64]]],
) -> pa.Table:
    """Tell what the forecasts of stored models are made of.

    Parameters
    ----------
    models, horizons
        As in `forecast_each`.
    contributions
        From artifacts and horizons to units by driver, each of shape (artifacts, horizons).

    Returns
    -------
    pa.Table
        Of each forecast of `forecast_each` what it is made of (see `drivers_of`).
    """
    keys, artifacts = _keys_and_artifacts(models, horizons)
    units = contributions(artifacts, horizons)
    return drivers_of(keys, {driver: each.ravel() for driver, each in units.items()})


def _keys_and_artifacts(models: pa.Table, horizons: int) -> tuple[pa.Table, list[str]]:
    """Sort the models that there are: a row for each with each horizon, and their artifacts."""
    models = models.filter(pc.is_valid(models[ARTIFACT]))
    models = models.sort_by([(PRODUCT_ID, "ascending"), (CUTOFF_MONTH, "ascending")])
    keys = models.select([PRODUCT_ID, CUTOFF_MONTH])
    keys = keys.take(np.repeat(np.arange(len(models)), horizons))
    ahead = np.tile(np.arange(1, horizons + 1, dtype=np.int32), len(models))
    months = keys[CUTOFF_MONTH].to_numpy().astype("datetime64[M]")
    targets = pa.array((months + ahead).astype("datetime64[D]"))
    keys = keys.append_column(HORIZON, pa.array(ahead)).append_column(TARGET_MONTH, targets)
    return keys, [str(text) for text in models[ARTIFACT].to_pylist()]


def _slices(count: int) -> Iterator[tuple[int, int]]:
    return ((start, start + _BATCH) for start in range(0, count, _BATCH))


def _fit_batch(
    histories: Sequence[NDArray[np.float64]], fit_one: FitOne, min_months: int
) -> list[Fitted]:
    return [_fit_known(history, fit_one, min_months) for history in histories]


def _fit_known(history: NDArray[np.float64], fit_one: FitOne, min_months: int) -> Fitted:
    known = ~np.isnan(history)
    if known.sum() < min_months:
        return None, f"fewer than {min_months} known months"
    # A history starts with a known month, so that every month has a last known one.
    filled = history[np.maximum.accumulate(np.where(known, np.arange(history.size), 0))]
    try:
        return fit_one(filled)
    except Exception as error:  # noqa: BLE001  statsforecast raises nothing narrower
        return None, f"no fit: {error}"


def _reported(results: Iterator[list[Fitted]], count: int, name: str) -> Iterator[Fitted]:
    """Pass results on, logging now and then how far they are."""
    done, reported_at = 0, time.monotonic()
    for batch in results:
        yield from batch
        done += len(batch)
        if done == count or time.monotonic() - reported_at >= _SECONDS_BETWEEN_REPORTS:
            _log.info("%s: %s of %s series fitted", name, f"{done:,}", f"{count:,}")
            reported_at = time.monotonic()
