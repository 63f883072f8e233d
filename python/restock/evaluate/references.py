"""What other open tools make of the same histories: the outside references of an evaluation.

AutoETS: statsforecast's exponential smoothing chosen by information criterion, model ZZZ, a season
of twelve months, each product by itself.

mlforecast: one LightGBM over all products with its default settings, fed with lags, rolling means
and the month of the year, forecasting one month from the other. Once with differences as in the
library's own introduction, once with each product scaled, which its guide to target
transformations adds for products of different size.
"""

from __future__ import annotations

import hashlib
import time
import warnings
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from lightgbm import LGBMRegressor
from mlforecast import MLForecast
from mlforecast.lag_transforms import RollingMean
from mlforecast.target_transforms import Differences, LocalStandardScaler
from statsforecast.models import AutoETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from restock.series import Panel

    Histories = Mapping[str, NDArray[np.float64]]
    """Units by product, without gaps, the last value that of the cutoff."""
    Forecasts = Mapping[str, NDArray[np.float64]]
    """Units by product, shape (horizons,)."""

# To be changed whenever a reference forecasts otherwise: stored forecasts are then made anew.
CODE_VERSION: Final = "1"
LIBRARIES: Final = ("statsforecast", "mlforecast", "lightgbm")

_SEASON_MONTHS: Final = 12


@dataclass(frozen=True)
class Reference:
    """An outside method: its name, and how it forecasts all products of a cutoff."""

    name: str
    forecast: Callable[[Histories, np.datetime64, int], Forecasts]


def references() -> tuple[Reference, ...]:
    """List the outside references."""
    return (
        Reference("AutoETS", _auto_ets),
        Reference("mlforecast differenced", _mlforecast(Differences([1]))),
        Reference("mlforecast scaled", _mlforecast(LocalStandardScaler())),
    )


def forecast(
    panel: Panel, wanted: Mapping[np.datetime64, Sequence[str]], horizons: int, store: Path
) -> pa.Table:
    """Forecast the wanted products at each cutoff by all references.

    A month that is not known counts like the last known one; a forecast below 0 is 0.

    Parameters
    ----------
    panel
        Demand of all products; nothing after a cutoff is shown to a reference.
    wanted
        Products by cutoff.
    horizons
        Months ahead.
    store
        Folder in which forecasts are kept: those of the same histories are not made again.

    Returns
    -------
    pa.Table
        One row per reference, cutoff, product and horizon, without those that it gives no
        forecast for: candidate, product_id, cutoff_month (date32), horizon (int64),
        forecast_units, and cpu_seconds of the reference for that cutoff.
    """
    store.mkdir(parents=True, exist_ok=True)
    tables = []
    for cutoff, products in wanted.items():
        histories = {product: _filled(panel.history(product, cutoff)) for product in products}
        histories = {product: units for product, units in histories.items() if units.size}
        key = _fingerprint(histories, cutoff, horizons)
        for reference in references():
            kept = store / f"{reference.name.replace(' ', '-')}-{key}.parquet"
            if not kept.exists():
                part = kept.with_suffix(".part")
                pq.write_table(_made(reference, histories, cutoff, horizons), part)
                part.replace(kept)
            tables.append(pq.read_table(kept))
    return pa.concat_tables(tables)


def _made(
    reference: Reference, histories: Histories, cutoff: np.datetime64, horizons: int
) -> pa.Table:
    started = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        forecasts = reference.forecast(histories, cutoff, horizons)
    seconds = time.process_time() - started
    finite = {name: units for name, units in forecasts.items() if np.isfinite(units).all()}
    count = len(finite) * horizons
    units = np.concatenate([*finite.values(), np.empty(0)])
    return pa.table(
        {
            "candidate": pa.array([reference.name] * count, pa.string()),
            "product_id": pa.array(np.repeat([*finite], horizons).tolist(), pa.string()),
            "cutoff_month": pa.array([cutoff.astype("datetime64[D]").item()] * count, pa.date32()),
            "horizon": pa.array(np.tile(np.arange(1, horizons + 1), len(finite)), pa.int64()),
            "forecast_units": pa.array(np.maximum(units, 0.0), pa.float64()),
            "cpu_seconds": pa.array([seconds] * count, pa.float64()),
        }
    )


def _auto_ets(histories: Histories, _: np.datetime64, horizons: int) -> Forecasts:
    model = AutoETS(season_length=_SEASON_MONTHS, model="ZZZ")
    forecasts = {}
    for product, units in histories.items():
        try:
            forecasts[product] = model.forecast(y=units, h=horizons)["mean"]
        except Exception:  # noqa: BLE001, S112  the library raises nothing narrower
            continue
    return forecasts


def _mlforecast(
    transform: Differences | LocalStandardScaler,
) -> Callable[[Histories, np.datetime64, int], Forecasts]:
    def of_cutoff(histories: Histories, cutoff: np.datetime64, horizons: int) -> Forecasts:
        # With more lags than half of the longest history there were little to learn from, and a
        # difference takes one month.
        longest = max(map(len, histories.values()), default=1)
        lags = min(_SEASON_MONTHS, (longest - 1) // 2)
        long = {product: units for product, units in histories.items() if units.size > lags}
        if not lags or not long:
            return {}
        made = MLForecast(
            models=[_regressor()],
            freq="MS",
            lags=range(1, lags + 1),
            lag_transforms={1: [RollingMean(window) for window in (3, 6, 12) if window <= lags]},
            date_features=["month"],
            target_transforms=[transform],
        )
        made.fit(_frame(long, cutoff), static_features=[])
        predicted = made.predict(horizons)
        return {
            str(product): rows.sort_values("ds")["LGBMRegressor"].to_numpy()
            for product, rows in predicted.groupby("unique_id")
        }

    return of_cutoff


def _regressor() -> LGBMRegressor:
    return LGBMRegressor(
        verbosity=-1, n_jobs=1, random_state=0, deterministic=True, force_row_wise=True
    )


def _frame(histories: Histories, cutoff: np.datetime64) -> pd.DataFrame:
    months = [np.arange(cutoff - units.size + 1, cutoff + 1) for units in histories.values()]
    return pd.DataFrame(
        {
            "unique_id": np.repeat([*histories], [units.size for units in histories.values()]),
            "ds": np.concatenate(months).astype("datetime64[ns]"),
            "y": np.concatenate([*histories.values()]),
        }
    )


def _filled(history: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put the last known month in the place of each that is not known; the first is known."""
    known = ~np.isnan(history)
    return history[np.maximum.accumulate(np.where(known, np.arange(history.size), 0))]


def _fingerprint(histories: Histories, cutoff: np.datetime64, horizons: int) -> str:
    made_of = hashlib.sha256()
    versions = [f"{library} {version(library)}" for library in LIBRARIES]
    made_of.update(repr([CODE_VERSION, versions, str(cutoff), horizons]).encode())
    for product, units in sorted(histories.items()):
        made_of.update(product.encode() + b"\0" + units.tobytes())
    return made_of.hexdigest()[:16]
