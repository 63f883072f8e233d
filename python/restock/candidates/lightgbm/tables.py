"""Training and forecasting by tables: examples in, artifacts out; artifacts in, forecasts out."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from restock.candidates.lightgbm import boosters
from restock.candidates.lightgbm.boosters import Booster
from restock.candidates.lightgbm.parameters import DENSE, SPARSE
from restock.columns import (
    ARTIFACT,
    CUTOFF_MONTH,
    DEMAND_CLASS,
    FAILURE,
    FORECAST_UNITS,
    HORIZON,
    MODEL_VERSION,
    PRODUCT_ID,
    TARGET_MONTH,
    TRAINING_METRICS,
    TRAINING_ROWS,
)
from restock.feature_rows import FeatureRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from restock.candidates.lightgbm.parameters import LightgbmParameters, PartParameters

_SPARSE_CLASSES: Final = ("intermittent", "lumpy")

_FEWEST_ROWS: Final = 50  # with fewer in a part the other learns all, with fewer at all none
_FORECAST_TYPES: Final[dict[str, pa.DataType]] = {
    MODEL_VERSION: pa.string(),
    PRODUCT_ID: pa.string(),
    CUTOFF_MONTH: pa.date32(),
    HORIZON: pa.int32(),
    TARGET_MONTH: pa.date32(),
    FORECAST_UNITS: pa.float64(),
}

_log = logging.getLogger("restock")


def fit(
    examples: pa.Table, wanted: pa.Table, parameters: LightgbmParameters, *, n_jobs: int = 1
) -> pa.Table:
    """Train one model per wanted cutoff, from examples whose outcome was known by then.

    Learned from: target_month <= cutoff_month of the model, origin at most `training_months` before
    it, demand known, scale positive. The order of the rows and `n_jobs` change nothing.

    Parameters
    ----------
    examples
        One row per product, origin and horizon: the columns of `FeatureRows`, cutoff_month being
        the origin, with demand_class (string) and demand_units (double, of the target month).
    wanted
        One row per model: model_version (string), cutoff_month (date32); more is carried through.
    n_jobs
        Threads of LightGBM.

    Returns
    -------
    pa.Table
        `wanted`, its rows in their order, with artifact (JSON text), training_rows (int64),
        training_metrics (JSON text: rows, in-sample l1 of y and factor, by booster) and failure
        (null, or why there is no artifact).

    Raises
    ------
    KeyError
        A required column is missing.
    TypeError
        A feature is neither a number, a boolean nor text.
    ValueError
        A target that does not exist.
    """
    data = FeatureRows(examples)
    usable = np.isfinite(boosters.learnable(boosters.SCALED, data, data.all_rows, np.inf))
    origins, targets = data.months(CUTOFF_MONTH), data.months(TARGET_MONTH)
    cutoffs = FeatureRows(wanted).months(CUTOFF_MONTH)
    trained = []
    for count, cutoff in enumerate(cutoffs, start=1):
        known = (targets <= cutoff) & (origins >= cutoff - parameters.training_months)
        rows = data.where(known & usable)
        trained.append(_train(data, rows, parameters, n_jobs))
        _log.info("lightgbm: %d of %d cutoffs trained", count, len(cutoffs))
    for name in (ARTIFACT, TRAINING_ROWS, TRAINING_METRICS, FAILURE):
        kind = pa.int64() if name == TRAINING_ROWS else pa.string()
        wanted = wanted.append_column(name, pa.array([one.get(name) for one in trained], kind))
    return wanted


def predict(models: pa.Table, features: pa.Table) -> pa.Table:
    """Forecast from stored models.

    Parameters
    ----------
    models
        One row per model: model_version (string), cutoff_month (date32), artifact (string, or null
        and it forecasts nothing).
    features
        One row per product, cutoff and horizon, with the columns of `fit`'s examples but for
        demand_units. A category not seen in training counts as missing.

    Returns
    -------
    pa.Table
        One row per model, product and horizon with a positive scale: model_version, product_id,
        cutoff_month, horizon, target_month, forecast_units (6 decimals), sorted by cutoff_month,
        product_id, horizon, model_version.

    Raises
    ------
    KeyError
        A required column, or a feature that the model learned from, is missing.
    """
    data = FeatureRows(features)
    schema = pa.schema(_FORECAST_TYPES)
    forecasts = [schema.empty_table()]
    for model, artifact, rows in by_model(models, data):
        keys = features.select([PRODUCT_ID, CUTOFF_MONTH, HORIZON, TARGET_MONTH]).take(rows)
        version = pa.array([model[MODEL_VERSION]] * len(rows), pa.string())
        units = _forecast(artifact, data, rows)
        forecast = keys.add_column(0, MODEL_VERSION, version)
        forecasts.append(forecast.append_column(FORECAST_UNITS, pa.array(units)).cast(schema))
    order = (CUTOFF_MONTH, PRODUCT_ID, HORIZON, MODEL_VERSION)
    return pa.concat_tables(forecasts).sort_by([(name, "ascending") for name in order])


def _train(
    data: FeatureRows, rows: NDArray[np.int64], parameters: LightgbmParameters, n_jobs: int
) -> dict[str, Any]:
    """Train the boosters of one cutoff: the columns that `fit` adds, by name."""
    if len(rows) < _FEWEST_ROWS:
        found = f"only {len(rows)}" if len(rows) else "no"
        return {TRAINING_ROWS: len(rows), FAILURE: f"{found} training examples"}
    if len(rows) > parameters.max_training_rows:
        generator = np.random.default_rng(parameters.seed)
        chosen = generator.choice(len(rows), parameters.max_training_rows, replace=False)
        rows = rows[np.sort(chosen)]
    names, categories = data.names, data.categories(rows)
    trained, metrics = [], {}
    for part, members in _parts(data, rows).items():
        how = parameters.dense if part == DENSE else parameters.sparse
        settings = _settings(how, parameters, n_jobs)
        for target in how.targets:
            booster, metrics[f"{part} {target}"] = boosters.train(
                part,
                target,
                data,
                members,
                names=names,
                categories=categories,
                clip=how.clip,
                settings=settings,
            )
            trained.append(vars(booster))
    return {
        ARTIFACT: json.dumps({"features": names, "categories": categories, "boosters": trained}),
        TRAINING_ROWS: len(rows),
        TRAINING_METRICS: json.dumps(metrics),
    }


def _parts(data: FeatureRows, rows: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """Return the rows of each part; all those of a part too small to learn from go to the other."""
    sparse = _is_sparse(data, rows)
    parts = {DENSE: rows[~sparse], SPARSE: rows[sparse]}
    if min(len(members) for members in parts.values()) < _FEWEST_ROWS:
        return {max(parts, key=lambda part: len(parts[part])): rows}
    return parts


def _settings(how: PartParameters, parameters: LightgbmParameters, n_jobs: int) -> dict[str, Any]:
    settings: dict[str, Any] = {**parameters.trees, "seed": parameters.seed, "num_threads": n_jobs}
    settings |= {"objective": how.objective, "metric": "l1"}
    return settings | {"deterministic": True, "force_row_wise": True, "verbosity": -1}


def _forecast(
    artifact: Mapping[str, Any], data: FeatureRows, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Forecast the units of the given rows by the boosters of their part, or by all there are."""
    units = np.empty(len(rows))
    for chosen, matrix, members in by_part(artifact, data, rows):
        forecasts = [one.forecast(matrix, data, rows[chosen]) for one in members]
        units[chosen] = np.nanmean(forecasts, axis=0)
    return units.round(6)


def by_model(
    models: pa.Table, data: FeatureRows
) -> Iterator[tuple[dict[str, Any], dict[str, Any], NDArray[np.int64]]]:
    """Go through the models that there are: its row, its artifact, and the rows it forecasts."""
    cutoffs = data.months(CUTOFF_MONTH)
    for model in models.filter(pc.is_valid(models[ARTIFACT])).to_pylist():
        cutoff = np.datetime64(model[CUTOFF_MONTH], "M").astype(np.int64)
        rows = data.where((cutoffs == cutoff) & (data.scales > 0))
        yield model, json.loads(model[ARTIFACT]), rows


def by_part(
    artifact: Mapping[str, Any], data: FeatureRows, rows: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.float32], list[Booster]]]:
    """Share the given rows out: which ones are of a part, their features and its boosters."""
    trained = [Booster(**booster) for booster in artifact["boosters"]]
    parts = {booster.part for booster in trained}
    sparse = _is_sparse(data, rows)
    for part in parts:
        chosen = (sparse == (part == SPARSE)) | (len(parts) == 1)
        if chosen.any():
            matrix = data.matrix(rows[chosen], artifact["features"], artifact["categories"])
            yield chosen, matrix, [one for one in trained if one.part == part]


def _is_sparse(data: FeatureRows, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    classes = data.table[DEMAND_CLASS].cast(pa.string()).take(rows)
    return pc.is_in(classes, value_set=pa.array(_SPARSE_CLASSES)).to_numpy()
