"""The candidate 'imapa': a level for demand with many empty months, product by product.

With the history summed over blocks of a = 1, 2, .. months, as many as a sale is apart in the mean,
and simple exponential smoothing of each sum, its constant optimised on the history:

    forecast_units = mean over a of (smoothed level of the sums over a months) / a

the same for every horizon. Sums over more months have fewer zeros: what one misses, another sees.

Source: Petropoulos and Kourentzes (2015), Forecast combinations for intermittent demand, Journal of
the Operational Research Society 66(6); fitted by statsforecast.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from statsforecast.models import IMAPA

from restock.drivers import RECENT_LEVEL
from restock.per_product import explain_each, fit_each, forecast_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from restock.per_product import Fitted

CODE_VERSION: Final = "1"

_Imapa: Callable[..., Any] = IMAPA  # statsforecast leaves it without types


@dataclass(frozen=True, kw_only=True)
class ImapaParameters:
    """Settings of the candidate."""

    min_months: int
    """Known months without which a product is not fitted, at least 3."""

    def __post_init__(self) -> None:
        if self.min_months < 3:
            raise ValueError(f"imapa needs min_months of 3 or more, not {self.min_months}")


def fit(
    demand: pa.Table, wanted: pa.Table, parameters: ImapaParameters, *, n_jobs: int = 1
) -> pa.Table:
    """Fit each wanted product on its demand up to the cutoff (see `fit_each`)."""
    return fit_each(
        demand, wanted, _fit_one, name="imapa", min_months=parameters.min_months, n_jobs=n_jobs
    )


def predict(models: pa.Table, horizons: int) -> pa.Table:
    """Forecast the level from stored models (see `forecast_each`)."""
    return forecast_each(models, horizons, _forecast)


def explain(models: pa.Table, horizons: int) -> pa.Table:
    """Tell what the forecasts are made of: the level alone (see `explain_each`)."""
    return explain_each(models, horizons, _contributions)


def _fit_one(units: NDArray[np.float64]) -> Fitted:
    level = float(_Imapa().forecast(units, 1)["mean"][0])
    return json.dumps({"level": level}, allow_nan=False), None


def _forecast(artifacts: Sequence[str], horizons: int) -> NDArray[np.float64]:
    levels = np.array([json.loads(artifact)["level"] for artifact in artifacts], np.float64)
    return np.repeat(levels[:, None], horizons, axis=1)


def _contributions(artifacts: Sequence[str], horizons: int) -> dict[str, NDArray[np.float64]]:
    return {RECENT_LEVEL: _forecast(artifacts, horizons)}
