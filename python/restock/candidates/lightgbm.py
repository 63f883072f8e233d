"""The candidate 'lightgbm': gradient-boosted trees that learn from all products at once.

What the trees learn is a ratio, so that products of every size teach each other:

    y = min(max(demand_units / scale, 0), clip),  scale = mean_12_months_units of the origin
    forecast_units = max(scale * f(features), 0)

Two boosters make one model, as no single loss suits both kinds of demand:

- dense (smooth, erratic, new): L1 on y, which a few large months cannot pull about;
- sparse (intermittent, lumpy): Tweedie deviance on y, whose optimum is the mean. That of L1 is the
  median, and where most months are zero the median is nearly nothing.

Source: Ke et al. (2017), LightGBM: a highly efficient gradient boosting decision tree, NeurIPS.
"""

from __future__ import annotations

import json
import logging
import os
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

# Read when LightGBM is loaded: waiting threads give way instead of spinning, which on a busy
# machine made training some twenty times slower.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import lightgbm
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from restock.columns import (
    ARTIFACT,
    CUTOFF_MONTH,
    DEMAND_CLASS,
    DEMAND_UNITS,
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
    from collections.abc import Mapping

    from numpy.typing import NDArray

CODE_VERSION: Final = "1"

_DENSE: Final = "dense"
_SPARSE: Final = "sparse"
_SPARSE_CLASSES: Final = ("intermittent", "lumpy")

_FEWEST_ROWS: Final = 50  # with fewer in a part one booster learns all, with fewer at all none
_FORECAST_TYPES: Final[dict[str, pa.DataType]] = {
    MODEL_VERSION: pa.string(),
    PRODUCT_ID: pa.string(),
    CUTOFF_MONTH: pa.date32(),
    HORIZON: pa.int32(),
    TARGET_MONTH: pa.date32(),
    FORECAST_UNITS: pa.float64(),
}

_log = logging.getLogger("restock")


@dataclass(frozen=True, kw_only=True)
class LightgbmParameters:
    """Settings of the candidate; those not explained are LightGBM's own, by its names."""

    rounds: int
    """Trees of each booster."""
    num_leaves: int
    learning_rate: float
    min_data_in_leaf: int
    feature_fraction: float
    bagging_fraction: float
    bagging_freq: int
    lambda_l2: float
    tweedie_variance_power: float
    dense_clip: float
    """Largest target of the dense booster, in multiples of the scale."""
    sparse_clip: float
    """The same for the sparse one; sales in one month of twelve are a target of 12."""
    training_months: int
    """Age in months, at the cutoff, of the oldest origin to learn from."""
    max_training_rows: int
    """Of more examples than these, a seeded sample is learned from."""
    seed: int


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
        training_metrics (JSON text: rows and in-sample l1 of y, by booster) and failure (null, or
        why there is no artifact).

    Raises
    ------
    KeyError
        A required column is missing.
    TypeError
        A feature is neither a number, a boolean nor text.
    """
    data = FeatureRows(examples)
    ratios = data.numbers(DEMAND_UNITS) / np.where(data.scales > 0, data.scales, np.nan)
    origins, targets = data.months(CUTOFF_MONTH), data.months(TARGET_MONTH)
    cutoffs = FeatureRows(wanted).months(CUTOFF_MONTH)
    trained = []
    for count, cutoff in enumerate(cutoffs, start=1):
        known = (targets <= cutoff) & (origins >= cutoff - parameters.training_months)
        rows = data.where(known & np.isfinite(ratios))
        trained.append(_train(data, ratios, rows, parameters, n_jobs))
        _log.info("lightgbm: %d of %d cutoffs trained", count, len(cutoffs))
    for name in (ARTIFACT, TRAINING_ROWS, TRAINING_METRICS, FAILURE):
        kind = pa.int64() if name == TRAINING_ROWS else pa.string()
        wanted = wanted.append_column(name, pa.array([one.get(name) for one in trained], kind))
    return wanted


def predict(models: pa.Table, features: pa.Table) -> pa.Table:
    """Forecast from stored models: forecast_units = max(scale * f(features), 0).

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
    cutoffs = data.months(CUTOFF_MONTH)
    schema = pa.schema(_FORECAST_TYPES)
    forecasts = [schema.empty_table()]
    for model in models.filter(pc.is_valid(models[ARTIFACT])).to_pylist():
        cutoff = np.datetime64(model[CUTOFF_MONTH], "M").astype(np.int64)
        rows = data.where((cutoffs == cutoff) & (data.scales > 0))
        keys = features.select([PRODUCT_ID, CUTOFF_MONTH, HORIZON, TARGET_MONTH]).take(rows)
        version = pa.array([model[MODEL_VERSION]] * len(rows), pa.string())
        units = _forecast(json.loads(model[ARTIFACT]), data, rows)
        forecast = keys.add_column(0, MODEL_VERSION, version)
        forecasts.append(forecast.append_column(FORECAST_UNITS, pa.array(units)).cast(schema))
    order = (CUTOFF_MONTH, PRODUCT_ID, HORIZON, MODEL_VERSION)
    return pa.concat_tables(forecasts).sort_by([(name, "ascending") for name in order])


def _train(
    data: FeatureRows,
    ratios: NDArray[np.float64],
    rows: NDArray[np.int64],
    parameters: LightgbmParameters,
    n_jobs: int,
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
    sparse = _is_sparse(data, rows)
    parts = {_DENSE: rows[~sparse], _SPARSE: rows[sparse]}
    if min(len(members) for members in parts.values()) < _FEWEST_ROWS:
        parts = {max(parts, key=lambda part: len(parts[part])): rows}
    boosters, metrics = {}, {}
    for part, members in parts.items():
        settings, clip = _settings(part, parameters, n_jobs)
        targets = np.clip(ratios[members], 0.0, clip)
        if not targets.any():
            # LightGBM ends where all targets of a tweedie are 0.
            settings["objective"] = "regression_l1"
        dataset = lightgbm.Dataset(
            data.matrix(members, names, categories),
            targets,
            feature_name=names,
            categorical_feature=list(categories),
            params=settings,
        )
        booster = lightgbm.train(settings, dataset, parameters.rounds, keep_training_booster=True)
        # The same trees are the same artifact, however many threads grew them.
        boosters[part] = re.sub(r"\[num_threads: \d+\]\n", "", booster.model_to_string())
        metrics[part] = {"rows": len(members), "l1": round(booster.eval_train()[0][2], 6)}
    return {
        ARTIFACT: json.dumps({"features": names, "categories": categories, "boosters": boosters}),
        TRAINING_ROWS: len(rows),
        TRAINING_METRICS: json.dumps(metrics),
    }


def _settings(
    part: str, parameters: LightgbmParameters, n_jobs: int
) -> tuple[dict[str, Any], float]:
    """Give LightGBM's settings for a part, and its largest target."""
    settings = asdict(parameters)
    clips = {_DENSE: settings.pop("dense_clip"), _SPARSE: settings.pop("sparse_clip")}
    for name in ("rounds", "training_months", "max_training_rows"):
        del settings[name]
    settings |= {"objective": "tweedie" if part == _SPARSE else "regression_l1", "metric": "l1"}
    settings |= {"deterministic": True, "force_row_wise": True, "verbosity": -1}
    settings |= {"num_threads": n_jobs}
    return settings, clips[part]


def _forecast(
    artifact: Mapping[str, Any], data: FeatureRows, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Forecast the units of the given rows, each by the booster of its part or by the only one."""
    boosters = artifact["boosters"]
    sparse = _is_sparse(data, rows)
    ratios = np.empty(len(rows))
    for part, text in boosters.items():
        chosen = (sparse == (part == _SPARSE)) | (len(boosters) == 1)
        if chosen.any():
            matrix = data.matrix(rows[chosen], artifact["features"], artifact["categories"])
            ratios[chosen] = lightgbm.Booster(model_str=text).predict(matrix, num_threads=1)
    units: NDArray[np.float64] = np.maximum(data.scales[rows] * ratios, 0.0)
    return units.round(6)


def _is_sparse(data: FeatureRows, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    classes = data.table[DEMAND_CLASS].cast(pa.string()).take(rows)
    return pc.is_in(classes, value_set=pa.array(_SPARSE_CLASSES)).to_numpy()
