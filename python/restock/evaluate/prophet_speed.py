"""What a product's forecast by Prophet takes: in batch, and by the package."""

from __future__ import annotations

import resource
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from restock.candidates.prophet import fit, predict
from restock.columns import CUTOFF_MONTH, DEMAND_MONTH, DEMAND_UNITS, PRODUCT_ID
from restock.report import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from restock.candidates.prophet import ProphetParameters

_MONTHS: Final = np.datetime64("2021-01", "M") + np.arange(48)
_HORIZONS: Final = 3
_BATCH_TIMES: Final = 100
_NOTE: Final = "CPU time of this process and those that it starts, one product after the other."


def speed(parameters: ProphetParameters, products: int, seed: int = 7) -> Table:
    """Time fit and forecast of invented products with four years of seasonal demand.

    Parameters
    ----------
    parameters
        Settings of the candidate; those of the package's default are its own.
    products
        How many the package fits; the batch engine fits a hundred times as many.
    seed
        Of the invented demand.
    """
    rng = np.random.default_rng(seed)
    count = _BATCH_TIMES * products
    phase = np.arange(_MONTHS.size) / 12 + rng.random((count, 1))
    mean = rng.lognormal(3.5, 1, (count, 1)) * (1 + 0.4 * np.sin(2 * np.pi * phase))
    units = rng.poisson(mean).astype(np.float64)
    few = units[:products]
    batch, stan = (replace(parameters, engine=engine) for engine in ("batch", "stan"))
    _forecast(few[:1], stan)  # imports are not what is timed
    ways: dict[str, tuple[int, Callable[[], object]]] = {
        "batch": (count, lambda: _forecast(units, batch)),
        "package, same settings (Newton)": (products, lambda: _forecast(few, stan)),
        "package, its own defaults": (products, lambda: _by_default(few)),
    }
    rows = []
    for way, (number, run) in ways.items():
        before = _cpu_seconds()
        run()
        milliseconds = 1000 * (_cpu_seconds() - before) / number
        rows.append((way, number, f"{milliseconds:.2f}"))
    return Table("Prophet", ("way", "products", "milliseconds_per_product"), tuple(rows), _NOTE)


def _forecast(units: np.ndarray, parameters: ProphetParameters) -> pa.Table:
    """Fit and forecast as a warehouse does."""
    ids = np.array([f"P{number:06d}" for number in range(len(units))])
    demand = pa.table(
        {
            PRODUCT_ID: pa.array(np.repeat(ids, _MONTHS.size)),
            DEMAND_MONTH: pa.array(np.tile(_MONTHS.astype("datetime64[D]"), len(units))),
            DEMAND_UNITS: pa.array(units.ravel()),
        }
    )
    cutoffs = np.full(len(units), _MONTHS[-1].astype("datetime64[D]"))
    wanted = pa.table({PRODUCT_ID: pa.array(ids), CUTOFF_MONTH: pa.array(cutoffs)})
    return predict(fit(demand, wanted, parameters), _HORIZONS)


def _by_default(units: np.ndarray) -> None:
    """Fit and forecast as whoever takes the package as it comes."""
    # Imported late, as it takes a second.
    import pandas as pd  # noqa: PLC0415
    import prophet  # noqa: PLC0415

    dates = _MONTHS.astype("datetime64[ns]")
    for one in units:
        model: Any = prophet.Prophet()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(pd.DataFrame({"ds": dates, "y": one}))
            model.predict(model.make_future_dataframe(_HORIZONS, freq="MS", include_history=False))
        model.stan_backend.cleanup()


def _cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
