"""Fits and forecasts of the candidate, tables in and tables out."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from restock.candidates.prophet.batch import fit_batch
from restock.candidates.prophet.model import ProphetModel, contributions, forecast
from restock.candidates.prophet.series import Outlook, months_of, observe, texts_of
from restock.candidates.prophet.stan import fit_stan
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from restock.candidates.prophet.parameters import ProphetParameters

_LOG_SECONDS: Final = 5.0
_logger = logging.getLogger("restock")


def fit(
    demand: pa.Table,
    wanted: pa.Table,
    parameters: ProphetParameters,
    *,
    outlook: Outlook | None = None,
    n_jobs: int = 1,
) -> pa.Table:
    """Fit one model per wanted product and cutoff, to the demand up to that cutoff.

    Parameters
    ----------
    demand
        One row per product and month, any order: product_id, demand_month, demand_units
        (null: not known, left out of the fit); with plans also a column for each regressor.
    wanted
        One row per model: product_id, cutoff_month (date, first of month), and any others.
    parameters
        Settings.
    outlook
        What is known of the months after each cutoff; None: nothing.
    n_jobs
        Processes of the engine 'stan'; 'batch' needs none.

    Returns
    -------
    ``wanted``, its rows in their order, with artifact (the model as compact JSON, null if there
    is none) and failure (why there is none, else null). A row's result depends on the history
    and the outlook of that row alone.

    Raises
    ------
    ValueError
        ``demand`` lacks a column, has a product's month twice, or infinite demand.
    """
    series = list(observe(demand, wanted, outlook or Outlook(), parameters.regressors))
    long_enough = [one for one in series if one.units.size >= parameters.min_months]
    models: Iterator[ProphetModel | str] = (
        fit_batch(long_enough, parameters)
        if parameters.engine == "batch"
        else fit_stan(long_enough, parameters, n_jobs)
    )
    fitted = iter(list(_logged(models, len(long_enough))))
    too_few = f"fewer than {parameters.min_months} months"
    outcomes = [
        next(fitted) if one.units.size >= parameters.min_months else too_few for one in series
    ]
    artifacts = [one.to_json() if isinstance(one, ProphetModel) else None for one in outcomes]
    failures = [one if isinstance(one, str) else None for one in outcomes]
    return wanted.append_column(ARTIFACT, pa.array(artifacts, pa.string())).append_column(
        FAILURE, pa.array(failures, pa.string())
    )


def predict(models: pa.Table, horizons: int) -> pa.Table:
    """Forecast from fitted models, in closed form.

    Parameters
    ----------
    models
        As `fit` returns them: product_id, cutoff_month, artifact; rows without an artifact are
        skipped.
    horizons
        Months ahead, 1 to this. Regressors add nothing beyond the outlook that was fitted with.

    Returns
    -------
    One row per product, cutoff and horizon, sorted by them: product_id, cutoff_month, horizon,
    target_month, forecast_units (expected units, never negative, 6 decimal places).
    """
    fitted = _fitted(models)
    cutoffs = months_of(fitted[CUTOFF_MONTH])
    targets = cutoffs[:, None] + np.arange(1, horizons + 1).astype("timedelta64[M]")
    units = forecast([json.loads(text) for text in texts_of(fitted[ARTIFACT])], targets)

    repeated = np.repeat(np.arange(cutoffs.size), horizons)
    return pa.table(
        {
            PRODUCT_ID: pa.array(texts_of(fitted[PRODUCT_ID])[repeated], pa.string()),
            CUTOFF_MONTH: pa.array(cutoffs[repeated].astype("datetime64[D]")),
            HORIZON: pa.array(np.tile(np.arange(1, horizons + 1), cutoffs.size), pa.int32()),
            TARGET_MONTH: pa.array(targets.ravel().astype("datetime64[D]")),
            FORECAST_UNITS: pa.array(np.round(np.maximum(units.ravel(), 0), 6)),
        }
    )


def explain(models: pa.Table, horizons: int) -> pa.Table:
    """Tell what the forecasts of `predict` are made of, from the same arguments.

    Returns
    -------
    See `drivers_of`: recent level, trend, season, and holidays, promotions and price where the
    product has them.
    """
    keys = predict(models, horizons)
    fitted = _fitted(models)
    documents = [json.loads(text) for text in texts_of(fitted[ARTIFACT])]
    units = contributions(documents, months_of(fitted[CUTOFF_MONTH]), horizons)
    return drivers_of(keys, {driver: each.ravel() for driver, each in units.items()})


def _fitted(models: pa.Table) -> pa.Table:
    fitted = models.select([PRODUCT_ID, CUTOFF_MONTH, ARTIFACT]).filter(
        pc.is_valid(models[ARTIFACT])
    )
    return fitted.sort_by([(PRODUCT_ID, "ascending"), (CUTOFF_MONTH, "ascending")])


def _logged(models: Iterator[ProphetModel | str], total: int) -> Iterator[ProphetModel | str]:
    last = time.monotonic()
    for count, model in enumerate(models, start=1):
        if time.monotonic() - last >= _LOG_SECONDS or count == total:
            last = time.monotonic()
            _logger.info("prophet: %s of %s series fitted", f"{count:,}", f"{total:,}")
        yield model
