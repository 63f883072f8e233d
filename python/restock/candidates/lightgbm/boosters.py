"""A booster of the candidate 'lightgbm': what its trees learn, and the units that they mean.

With scale = mean_12_months_units and last = lag_0_units, both of the origin, trees f learn

    'scaled'       y = min(max(demand_units / scale, 0), clip)               ratio = f
    'differenced'  y = min(max((demand_units - last) / scale, -clip), clip)  ratio = last/scale + f

    forecast_units = factor * scale * max(ratio, 0)
    factor = sum(demand_units) / sum(scale * max(ratio, 0)) over the examples, y clipped

The factor makes a mean of what L1 learns: that is a median, which forecasts too little of demand
with a long tail upwards. It is close to 1 where the trees learned a mean.

Source: Ke et al. (2017), LightGBM: a highly efficient gradient boosting decision tree, NeurIPS.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

# Read when LightGBM is loaded: waiting threads give way instead of spinning, which on a busy
# machine made training some twenty times slower.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import lightgbm
import numpy as np

from restock.columns import DEMAND_UNITS, LAST_MONTH_UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from restock.feature_rows import FeatureRows

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

SCALED: Final = "scaled"
DIFFERENCED: Final = "differenced"
TARGETS: Final = (SCALED, DIFFERENCED)


@dataclass(frozen=True)
class Booster:
    """Trained trees; `model` is LightGBM's text, `target` one of TARGETS."""

    part: str
    target: str
    factor: float
    model: str

    def forecast(self, matrix: NDArray[np.float32], data: FeatureRows, rows: Rows) -> Floats:
        """Forecast units of rows with a positive scale, not negative; nan without a last month."""
        learned = lightgbm.Booster(model_str=self.model).predict(matrix, num_threads=1)
        ratios = learned + reference(self.target, data, rows)
        return self.factor * data.scales[rows] * np.maximum(ratios, 0.0)


def learnable(target: str, data: FeatureRows, rows: Rows, clip: float) -> Floats:
    """Return y of the given rows; nan where there is no demand, scale or last month.

    Raises
    ------
    ValueError
        A target that does not exist.
    """
    if target not in TARGETS:
        raise ValueError(f"target must be one of {', '.join(TARGETS)}, not {target!r}")
    ratios = data.numbers(DEMAND_UNITS)[rows] / _scales(data, rows)
    ratios = ratios - reference(target, data, rows)
    return np.clip(ratios, 0.0 if target == SCALED else -clip, clip)


def train(
    part: str,
    target: str,
    data: FeatureRows,
    rows: Rows,
    *,
    names: Sequence[str],
    categories: Mapping[str, Sequence[str]],
    clip: float,
    settings: Mapping[str, object],
) -> tuple[Booster, dict[str, float]]:
    """Train on the given rows: the booster, and its rows, in-sample l1 of y and factor."""
    goals = learnable(target, data, rows, clip)
    known = np.isfinite(goals)
    rows, goals = rows[known], goals[known]
    settings = dict(settings)
    if not goals.any():
        # LightGBM ends where all targets of a tweedie are 0.
        settings["objective"] = "regression_l1"
    matrix = data.matrix(rows, names, categories)
    dataset = lightgbm.Dataset(
        matrix,
        goals,
        feature_name=list(names),
        categorical_feature=list(categories),
        params=settings,
        free_raw_data=False,
    )
    trees = lightgbm.train(settings, dataset, keep_training_booster=True)
    # The same trees are the same artifact, however many threads grew them.
    text = re.sub(r"\[num_threads: \d+\]\n", "", trees.model_to_string())
    fitted = Booster(part, target, 1.0, text).forecast(matrix, data, rows)
    meant = data.scales[rows] * np.maximum(goals + reference(target, data, rows), 0.0)
    factor = round(float(meant.sum() / fitted.sum()), 6) if fitted.sum() > 0 else 1.0
    l1 = round(float(trees.eval_train()[0][2]), 6)
    return Booster(part, target, factor, text), {"rows": len(rows), "l1": l1, "factor": factor}


def reference(target: str, data: FeatureRows, rows: Rows) -> Floats:
    """Return what the trees' output is added to, as a ratio to the scale."""
    if target == SCALED:
        return np.zeros(len(rows))
    reference: Floats = data.numbers(LAST_MONTH_UNITS)[rows] / _scales(data, rows)
    return reference


def _scales(data: FeatureRows, rows: Rows) -> Floats:
    return np.where(data.scales[rows] > 0, data.scales[rows], np.nan)
