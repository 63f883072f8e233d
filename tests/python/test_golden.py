"""A candidate whose forecasts change must change its code version, or old models pass for new.

golden/<candidate>.json holds the code version and the forecasts of a small fixed input; of the
candidates in SQL, those of the tiny build. After a change that is meant: raise CODE_VERSION in the
candidate's module and run `WRITE_GOLDEN=1 .venv/bin/pytest tests/python/test_golden.py`.
"""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow as pa
import pytest
from conftest import Warehouse

from restock.candidates import (
    ensemble,
    imapa,
    lightgbm,
    prophet,
    seasonal_naive,
    theta,
    weighted_moving_average,
)

GOLDEN = Path(__file__).parent / "golden"
CUTOFF = date(2024, 12, 1)


def month(number: int) -> date:
    return date(2021 + number // 12, number % 12 + 1, 1)


# Settings of its own: other ones in dbt_project.yml make other models without another code.
THETA = theta.ThetaParameters(season_length=12, min_months=4)
PROPHET = prophet.ProphetParameters(
    engine="batch",
    yearly_seasonality=4,
    n_changepoints=5,
    changepoint_range=0.8,
    changepoint_prior_scale=0.05,
    seasonality_prior_scale=10.0,
    holidays_prior_scale=10.0,
    regressors=("promotion_share", "relative_price"),
    min_months=12,
)
IMAPA = imapa.ImapaParameters(min_months=3)
LIGHTGBM = lightgbm.LightgbmParameters(
    dense=lightgbm.PartParameters(
        objective="regression_l1", targets=["scaled", "differenced"], clip=5.0
    ),
    sparse=lightgbm.PartParameters(objective="tweedie", targets=["scaled"], clip=12.0),
    trees={
        "num_iterations": 40,
        "num_leaves": 15,
        "learning_rate": 0.05,
        "min_data_in_leaf": 20,
        "feature_fraction": 0.8,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 2.0,
        "tweedie_variance_power": 1.5,
    },
    training_months=36,
    max_training_rows=1_500_000,
    seed=7,
)


def demand() -> pa.Table:
    """Four years of four products: smooth, trending, intermittent, new."""
    generator = np.random.default_rng(3)
    months = np.arange(48)
    season = 1 + 0.3 * np.sin(2 * np.pi * months / 12)
    series = {
        "smooth": 100 * season + generator.normal(0, 5, 48),
        "trending": (40 + 2 * months) * season + generator.normal(0, 4, 48),
        "intermittent": generator.poisson(0.4, 48) * 3.0,
        "new": np.where(months < 38, np.nan, 30 + generator.normal(0, 3, 48)),
    }
    rows = [
        {"product_id": product, "demand_month": month(number), "demand_units": float(value)}
        for product, units in series.items()
        for number, value in enumerate(np.round(units, 2))
        if not np.isnan(value)
    ]
    return pa.Table.from_pylist(rows)


def per_product(module, parameters) -> pa.Table:
    products = pa.array(["smooth", "trending", "intermittent", "new"])
    wanted = pa.table({"product_id": products, "cutoff_month": pa.array([CUTOFF] * 4)})
    return module.predict(module.fit(demand(), wanted, parameters), 4)


def lightgbm_forecasts() -> pa.Table:
    """A hundred products on one feature; what the trees make of them is what counts."""
    generator = np.random.default_rng(4)
    levels = {product: np.exp(generator.normal(3, 1)).round(2) for product in range(100)}
    rows = [
        {
            "product_id": f"p{product:03d}",
            "cutoff_month": month(number),
            "horizon": horizon,
            "target_month": month(number + horizon),
            "product_group": "abc"[product % 3],
            "demand_class": "lumpy" if product % 4 == 0 else "smooth",
            "mean_12_months_units": level,
            "lag_0_units": lag,
            "demand_units": np.round(0.5 * (lag + level), 2),
        }
        for product, level in levels.items()
        for number in range(24, 48)
        for horizon in (1, 2)
        for lag in [np.round(level * generator.uniform(0.6, 1.4), 2)]
    ]
    examples = pa.Table.from_pylist(rows)
    examples = examples.set_column(2, "horizon", examples["horizon"].cast(pa.int32()))
    wanted = pa.table({"model_version": ["golden"], "cutoff_month": pa.array([CUTOFF])})
    models = lightgbm.fit(examples, wanted, LIGHTGBM)
    latest = examples.filter(pa.compute.equal(examples["cutoff_month"], pa.scalar(CUTOFF)))
    return lightgbm.predict(models, latest.drop_columns(["demand_units"]))


FORECASTS: dict[str, tuple[str, Callable[[], pa.Table]]] = {
    "imapa": (imapa.CODE_VERSION, lambda: per_product(imapa, IMAPA)),
    "theta": (theta.CODE_VERSION, lambda: per_product(theta, THETA)),
    "prophet": (prophet.CODE_VERSION, lambda: per_product(prophet, PROPHET)),
    "lightgbm": (lightgbm.CODE_VERSION, lightgbm_forecasts),
}


def check(candidate: str, version: str, forecasts: list[float]) -> None:
    file = GOLDEN / f"{candidate}.json"
    if os.environ.get("WRITE_GOLDEN"):
        content = {"code_version": version, "forecast_units": forecasts}
        file.write_text(json.dumps(content) + "\n")
    golden = json.loads(file.read_text())
    assert golden["code_version"] == version
    # Other processors round otherwise in the last digits.
    assert forecasts == pytest.approx(golden["forecast_units"], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("candidate", FORECASTS)
def test_forecasts_change_with_the_code_version_only(candidate: str) -> None:
    version, forecast = FORECASTS[candidate]
    check(candidate, version, forecast()["forecast_units"].to_pylist())


@pytest.mark.parametrize("module", [ensemble, seasonal_naive, weighted_moving_average])
def test_forecasts_in_sql_change_with_the_code_version_only(
    module: ModuleType, tiny_warehouse: Warehouse
) -> None:
    candidate = module.__name__.rsplit(".", maxsplit=1)[-1]
    forecasts = tiny_warehouse.rows(
        f"select forecast_units from ml.ml_forecasts_{candidate} where cutoff_month = "
        "(select last_complete_month from intermediate.int_last_complete_month) "
        "order by product_id, horizon"
    )
    check(candidate, module.CODE_VERSION, [units for (units,) in forecasts])
