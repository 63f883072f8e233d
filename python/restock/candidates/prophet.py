"""The candidate 'prophet': additive trend with changepoints and a yearly season, per product.

    forecast = max(0, y_scale (k t + m + sum_j delta_j max(t - s_j, 0) + F(t) beta))

with t the days since the product's first known month over the days of its history, s the
changepoints and F the yearly Fourier terms. Fitting goes product by cutoff and yields text
(`fit`), from which forecasts can be made at any time without refitting (`predict`).

Source: Taylor and Letham (2018), Forecasting at Scale, The American Statistician 72(1).
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from restock.candidates.prophet_batch import (
    Observations,
    ProphetModel,
    fit_batch,
    fourier_series,
)
from restock.candidates.prophet_stan import fit_stan
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
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

CODE_VERSION: Final = "1"

_ENGINES: Final = ("batch", "stan")
_LOG_SECONDS: Final = 5.0
_logger = logging.getLogger("restock")


@dataclass(frozen=True, kw_only=True)
class ProphetParameters:
    """Settings of the candidate.

    Attributes
    ----------
    engine
        'batch' (all products at once) or 'stan' (the prophet package: the reference).
    yearly_seasonality
        Fourier order of the yearly season; 0 for none.
    n_changepoints, changepoint_range
        Number of possible changes of the trend, and the leading share of the known months that
        they are spread over.
    changepoint_prior_scale, seasonality_prior_scale
        Scales of the priors: Laplace on each change of slope, normal on each Fourier term.
    min_months
        Series with fewer known months are not fitted; at least 2.

    Raises
    ------
    ValueError
        An engine that does not exist, or a setting out of its range.
    """

    engine: str
    yearly_seasonality: int
    n_changepoints: int
    changepoint_range: float
    changepoint_prior_scale: float
    seasonality_prior_scale: float
    min_months: int

    def __post_init__(self) -> None:
        if self.engine not in _ENGINES:
            raise ValueError(f"engine must be one of {', '.join(_ENGINES)}, not {self.engine!r}")
        in_range = {
            "yearly_seasonality": self.yearly_seasonality >= 0,
            "n_changepoints": self.n_changepoints >= 0,
            "changepoint_range": 0 < self.changepoint_range <= 1,
            "changepoint_prior_scale": self.changepoint_prior_scale > 0,
            "seasonality_prior_scale": self.seasonality_prior_scale > 0,
            "min_months": self.min_months >= 2,
        }
        for name, holds in in_range.items():
            if not holds:
                raise ValueError(f"{name} is out of range: {getattr(self, name)}")


def fit(
    demand: pa.Table, wanted: pa.Table, parameters: ProphetParameters, *, n_jobs: int = 1
) -> pa.Table:
    """Fit one model per wanted product and cutoff, to the demand up to that cutoff.

    Parameters
    ----------
    demand
        One row per product and month, any order: product_id, demand_month, demand_units
        (null: not known, left out of the fit).
    wanted
        One row per model: product_id, cutoff_month (date, first of month), and any others.
    parameters
        Settings.
    n_jobs
        Processes of the engine 'stan'; 'batch' needs none.

    Returns
    -------
    ``wanted``, its rows in their order, with artifact (the model as compact JSON, null if there
    is none) and failure (why there is none, else null). A row's result depends on the history
    of that row alone.

    Raises
    ------
    ValueError
        ``demand`` lacks a column, has a product's month twice, or infinite demand.
    """
    panel = Panel.from_table(demand)
    cutoffs = wanted[CUTOFF_MONTH].cast(pa.date32()).to_numpy().astype("datetime64[M]")
    series = [
        _observations(panel.history(product_id, cutoff), cutoff)
        for product_id, cutoff in zip(_texts(wanted[PRODUCT_ID]), cutoffs, strict=True)
    ]
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
        Months ahead, 1 to this.

    Returns
    -------
    One row per product, cutoff and horizon, sorted by them: product_id, cutoff_month, horizon,
    target_month, forecast_units (expected units, never negative, 6 decimal places).
    """
    fitted = models.select([PRODUCT_ID, CUTOFF_MONTH, ARTIFACT]).filter(
        pc.is_valid(models[ARTIFACT])
    )
    fitted = fitted.sort_by([(PRODUCT_ID, "ascending"), (CUTOFF_MONTH, "ascending")])
    cutoffs = fitted[CUTOFF_MONTH].cast(pa.date32()).to_numpy().astype("datetime64[M]")
    targets = cutoffs[:, None] + np.arange(1, horizons + 1).astype("timedelta64[M]")
    units = _forecast([json.loads(text) for text in _texts(fitted[ARTIFACT])], targets)

    repeated = np.repeat(np.arange(cutoffs.size), horizons)
    return pa.table(
        {
            PRODUCT_ID: pa.array(_texts(fitted[PRODUCT_ID])[repeated], pa.string()),
            CUTOFF_MONTH: pa.array(cutoffs[repeated].astype("datetime64[D]")),
            HORIZON: pa.array(np.tile(np.arange(1, horizons + 1), cutoffs.size), pa.int32()),
            TARGET_MONTH: pa.array(targets.ravel().astype("datetime64[D]")),
            FORECAST_UNITS: pa.array(np.round(np.maximum(units.ravel(), 0), 6)),
        }
    )


def _observations(history: NDArray[np.float64], cutoff: np.datetime64) -> Observations:
    known = np.flatnonzero(~np.isnan(history))
    return Observations(months=cutoff - (history.size - 1 - known), units=history[known])


def _texts(column: pa.ChunkedArray[Any]) -> NDArray[np.object_]:
    return column.cast(pa.string()).to_numpy()


def _logged(models: Iterator[ProphetModel | str], total: int) -> Iterator[ProphetModel | str]:
    last = time.monotonic()
    for count, model in enumerate(models, start=1):
        if time.monotonic() - last >= _LOG_SECONDS or count == total:
            last = time.monotonic()
            _logger.info("prophet: %s of %s series fitted", f"{count:,}", f"{total:,}")
        yield model


def _forecast(
    models: Sequence[dict[str, Any]], targets: NDArray[np.datetime64]
) -> NDArray[np.float64]:
    """Evaluate the formula of this module, unclipped, for target months (N, horizons)."""

    def column(name: str) -> NDArray[np.float64]:
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
    forecast: NDArray[np.float64] = column("y_scale") * scaled
    return forecast


def _padded(models: Sequence[dict[str, Any]], name: str) -> NDArray[np.float64]:
    """Stack lists of any length as rows that end in zeros, which add nothing to a forecast."""
    width = max((len(model[name]) for model in models), default=0)
    rows = [model[name] + [0.0] * (width - len(model[name])) for model in models]
    return np.array(rows, dtype=np.float64).reshape(len(models), width)
