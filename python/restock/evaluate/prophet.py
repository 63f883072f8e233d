"""The batch engine of Prophet beside the prophet package: are the numbers the same.

What is compared is the estimate of the candidate's own settings. The package has two optimisers:
Newton, its default under 100 rows, which comes close to the optimum, and LBFGS, its default from
there on, which stops before it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb
import numpy as np

from restock.candidates.prophet import Outlook, ProphetParameters
from restock.candidates.prophet.batch import fit_batch
from restock.candidates.prophet.model import ProphetModel, forecast
from restock.candidates.prophet.series import months_of, observe, texts_of
from restock.candidates.prophet.stan import fit_stan, objectives
from restock.columns import CUTOFF_MONTH, PRODUCT_ID
from restock.report import Table
from restock.series import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from restock.candidates.prophet.model import Floats, Observations
    from restock.report import Value

_ALGORITHMS: Final = ("Newton", "LBFGS")
_HORIZONS: Final = 3
_APART: Final = 0.01
_SAME_OBJECTIVE: Final = 1e-6

_COLUMNS: Final = (
    "data", "optimiser", "series", "difference_median", "difference_p99", "wape_batch",
    "wape_package", "batch_at_or_below", "apart", "apart_batch_nearer",
)  # fmt: skip
_NOTE: Final = (
    "difference: of the forecasts, at most over the horizons, of the series' level. at_or_below: "
    "the batch's objective is. apart: more than 1% of the level; in how many of them the batch is "
    "nearer the optimum."
)

_SAMPLE: Final = """
    select wanted.product_id, wanted.cutoff_month
    from ml.int_wanted_fits as wanted
    inner join ml.ml_prophet_models as models on wanted.fit_id = models.fit_id
    where
        models.artifact is not null
        and wanted.cutoff_month <= (
            select last_complete_month - interval 3 month from intermediate.int_last_complete_month
        )
    order by
        md5(concat_ws('|', wanted.product_id, wanted.cutoff_month, $seed)),
        wanted.product_id,
        wanted.cutoff_month
    limit $series
"""
_SALES: Final = """
    select product_id, demand_month, case when is_listed then sold_units end as demand_units
    from intermediate.int_demand_monthly
"""


@dataclass(frozen=True)
class Case:
    """A series up to a cutoff, and the units of the months after it (nan: not known)."""

    observations: Observations
    targets: NDArray[np.datetime64]
    actual_units: Floats


def agreement(warehouse: Path, series: int, seed: int) -> Table:
    """Fit series of a warehouse with both engines, and compare what comes of it.

    Parameters
    ----------
    warehouse
        A warehouse built at least up to ml.ml_prophet_models. Its name is that of the data.
    series
        How many series are taken at most, each up to a cutoff whose next months are known.
    seed
        Which ones.

    Returns
    -------
    One row per optimiser of the package; none without a series.
    """
    cases, parameters = _sample(warehouse, series, seed)
    return compare(warehouse.stem, cases, parameters)


def compare(data: str, cases: Sequence[Case], parameters: ProphetParameters) -> Table:
    """Compare both engines on series that need no warehouse; those that are too short are not."""
    cases = [one for one in cases if one.observations.units.size >= parameters.min_months]
    algorithms = _ALGORITHMS if cases else ()
    rows = tuple(_row(data, algorithm, cases, parameters) for algorithm in algorithms)
    return Table("Prophet: the batch engine and the package", _COLUMNS, rows, _NOTE)


def _sample(warehouse: Path, series: int, seed: int) -> tuple[list[Case], ProphetParameters]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        wanted = connection.sql(_SAMPLE, params={"seed": seed, "series": series}).to_arrow_table()
        demand = connection.table("ml.int_regressor_months").to_arrow_table()
        sold = Panel.from_table(connection.sql(_SALES).to_arrow_table())
        outlook = Outlook(
            horizons=_HORIZONS,
            holidays=connection.table("intermediate.int_holidays").to_arrow_table(),
            plans=connection.table("ml.int_planned_regressors")
            .filter(f"horizon <= {_HORIZONS}")
            .to_arrow_table(),
        )
        ((settings,),) = connection.sql(
            "select parameters from ml.int_configurations where candidate = 'prophet'"
        ).fetchall()
    parameters = ProphetParameters(**json.loads(settings))
    keys = zip(texts_of(wanted[PRODUCT_ID]), months_of(wanted[CUTOFF_MONTH]), strict=True)
    cases = [
        Case(
            observations,
            cutoff + np.arange(1, _HORIZONS + 1),
            sold.history(product_id, cutoff + _HORIZONS)[-_HORIZONS:],
        )
        for (product_id, cutoff), observations in zip(
            keys, observe(demand, wanted, outlook, parameters.regressors), strict=True
        )
    ]
    return cases, parameters


def _row(
    data: str, algorithm: str, cases: Sequence[Case], parameters: ProphetParameters
) -> tuple[Value, ...]:
    series = [case.observations for case in cases]
    batch = fit_batch(series, parameters)
    package = fit_stan(series, parameters, 1, algorithm)
    pairs = [
        (case, ours, theirs)
        for case, ours, theirs in zip(cases, batch, package, strict=True)
        if isinstance(theirs, ProphetModel)
    ]
    compared, ours, theirs = zip(*pairs, strict=True)
    forecasts = [_forecasts(compared, models) for models in (ours, theirs)]
    levels = np.array([np.abs(case.observations.units).mean() or 1.0 for case in compared])
    difference = np.abs(forecasts[0] - forecasts[1]).max(axis=1) / levels
    gains = np.array([_gain(*pair, parameters) for pair in pairs])
    is_apart = difference > _APART
    actual = np.array([case.actual_units for case in compared])
    return (
        data,
        algorithm,
        len(pairs),
        float(np.median(difference)),
        float(np.quantile(difference, 0.99)),
        *(_wape(units, actual) for units in forecasts),
        float((gains >= -_SAME_OBJECTIVE).mean()),
        int(is_apart.sum()),
        int((is_apart & (gains > 0)).sum()),
    )


def _forecasts(cases: Sequence[Case], models: Sequence[ProphetModel]) -> Floats:
    targets = np.array([case.targets for case in cases])
    return np.maximum(forecast([json.loads(model.to_json()) for model in models], targets), 0)


def _gain(
    case: Case, ours: ProphetModel, theirs: ProphetModel, parameters: ProphetParameters
) -> float:
    """How much lower the batch's objective is. Series of equal values are not fitted by either."""
    if np.ptp(case.observations.units) == 0:
        return 0.0
    mine, other = objectives(case.observations, (ours, theirs), parameters)
    return other - mine


def _wape(forecast_units: Floats, actual_units: Floats) -> float | None:
    error, volume = (
        float(np.nansum(np.abs(units))) for units in (forecast_units - actual_units, actual_units)
    )
    return error / volume if volume else None
