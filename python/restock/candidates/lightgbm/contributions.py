"""What a forecast of the candidate 'lightgbm' is made of: SHAP values, in units.

The SHAP values phi_j of an output f of trees, as LightGBM gives them, add up with its mean b over
the training rows: f = b + sum_j phi_j. Times the scale they are units. Where trees learn the
logarithm of the ratio (Tweedie), what the features add to exp(b) is shared in proportion:

    d = sum_j phi_j,  ratio = exp(b) + sum_j phi_j exp(b) (exp(d) - 1) / d      (of d = 0: exp(b))

The mean is the driver 'usual level', or of differences the 'usual change since last month', which
'last month' is added to. What makes forecast_units of this (see `boosters`) are drivers too:
max(ratio, 0) - ratio is 'not below zero' and (factor - 1) max(ratio, 0) the 'bias correction'.
Drivers are means over the boosters, as the forecast is.

Source: Lundberg et al. (2020), From local explanations to global understanding with explainable AI
for trees, Nature Machine Intelligence 2.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

import lightgbm
import numpy as np
import pyarrow as pa

from restock.candidates.lightgbm.boosters import DIFFERENCED, reference
from restock.candidates.lightgbm.tables import by_model, by_part
from restock.columns import CUTOFF_MONTH, HORIZON, PRODUCT_ID
from restock.drivers import NOT_BELOW_ZERO, PRICE, PROMOTIONS, SEASON, drivers_of
from restock.feature_rows import FeatureRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from restock.candidates.lightgbm.boosters import Booster, Floats

_USUAL_LEVEL: Final = "usual level"
_LAST_MONTH: Final = "last month"
_USUAL_CHANGE: Final = "usual change since last month"
_BIAS_CORRECTION: Final = "bias correction"
_RECENT_MONTHS: Final = "recent months"
_OTHER: Final = "other"

_DRIVER_OF_FEATURES: Final = {
    "age_months": "age of the product",
    "demand_class": _RECENT_MONTHS,
    "deviation_*": _RECENT_MONTHS,
    "group_same_month_*": SEASON,
    "group_*": "product group",
    "lag_*": _RECENT_MONTHS,
    "mean_*": _RECENT_MONTHS,
    "months_around_last_year*": SEASON,
    "months_since_sale": _RECENT_MONTHS,
    "planned_promotion_*": PROMOTIONS,
    "price_*": PRICE,
    "product_group": "product group",
    "promotion_*": PROMOTIONS,
    "same_month_*": SEASON,
    "selling_days": _RECENT_MONTHS,
    "target_month_of_year": SEASON,
    "*trading_days*": "trading days",
    "trend_*": _RECENT_MONTHS,
    "zero_share_*": _RECENT_MONTHS,
}
"""The first pattern that a feature's name fits; one that fits none is 'other'."""

_LOGARITHMIC: Final = re.compile(r"^objective=(tweedie|poisson|gamma)\b", re.MULTILINE)

_FEATURE_DRIVERS: Final = (*dict.fromkeys(_DRIVER_OF_FEATURES.values()), _OTHER)
_DRIVERS: Final = (
    _USUAL_LEVEL,
    _LAST_MONTH,
    _USUAL_CHANGE,
    *_FEATURE_DRIVERS,
    NOT_BELOW_ZERO,
    _BIAS_CORRECTION,
)


def explain(models: pa.Table, features: pa.Table, *, n_jobs: int = 1) -> pa.Table:
    """Tell what the forecasts of stored models are made of.

    Parameters
    ----------
    models, features
        As in `predict`.
    n_jobs
        Threads of LightGBM; they change nothing.

    Returns
    -------
    pa.Table
        Of each forecast of `predict` what it is made of (see `drivers_of`).

    Raises
    ------
    KeyError
        A required column, or a feature that the model learned from, is missing.
    """
    data = FeatureRows(features)
    keys = features.select([PRODUCT_ID, CUTOFF_MONTH, HORIZON])
    explained = [drivers_of(keys.slice(0, 0), {_USUAL_LEVEL: np.empty(0)})]
    for _, artifact, rows in by_model(models, data):
        units = np.empty((len(rows), len(_DRIVERS)))
        for chosen, matrix, members in by_part(artifact, data, rows):
            ratios = [
                _ratios(
                    one,
                    _shap_values(one, matrix, artifact["features"], n_jobs),
                    reference(one.target, data, rows[chosen]),
                )
                for one in members
            ]
            units[chosen] = data.scales[rows[chosen], None] * np.nanmean(ratios, axis=0)
        explained.append(drivers_of(keys.take(rows), dict(zip(_DRIVERS, units.T, strict=True))))
    return pa.concat_tables(explained)


def _shap_values(
    booster: Booster, matrix: NDArray[np.float32], features: Sequence[str], n_jobs: int
) -> Floats:
    """SHAP values of the ratio by driver, the mean last: shape (rows, drivers of features + 1)."""
    trees = lightgbm.Booster(model_str=booster.model)
    values: Floats = np.asarray(trees.predict(matrix, pred_contrib=True, num_threads=n_jobs))
    places = np.array([_FEATURE_DRIVERS.index(_driver_of(name)) for name in features])
    summed = np.zeros((len(matrix), len(_FEATURE_DRIVERS) + 1))
    for place, value in zip(places, values.T[:-1], strict=True):
        summed[:, place] += value
    summed[:, -1] = values[:, -1]
    if _LOGARITHMIC.search(booster.model):
        total = summed[:, :-1].sum(axis=1)
        stretch = np.divide(np.expm1(total), total, out=np.ones(len(total)), where=total != 0)
        mean = np.exp(summed[:, -1])
        summed[:, :-1] *= (mean * stretch)[:, None]
        summed[:, -1] = mean
    return summed


def _ratios(booster: Booster, values: Floats, last: Floats) -> Floats:
    """Contributions to the booster's forecast over the scale, one column for each of _DRIVERS.

    All nan where there is no last month to add to: there the booster forecasts nothing.
    """
    mean, zero = values[:, -1], np.zeros(len(values))
    level, change = (zero, mean) if booster.target == DIFFERENCED else (mean, zero)
    ratio = values.sum(axis=1) + last
    clipped, correction = np.maximum(-ratio, 0.0), (booster.factor - 1) * np.maximum(ratio, 0.0)
    ratios = np.column_stack([level, last, change, values[:, :-1], clipped, correction])
    ratios[np.isnan(last)] = np.nan
    return ratios


def _driver_of(feature: str) -> str:
    fits = (name for pattern, name in _DRIVER_OF_FEATURES.items() if fnmatchcase(feature, pattern))
    return next(fits, _OTHER)
