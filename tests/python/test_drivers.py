"""What forecasts are made of adds up to what the candidate forecast, whatever the history."""

import json
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prophet_cases import BATCH, demand_table, wanted_table
from test_lightgbm import CUTOFF, PARAMETERS, features_at, invented_examples, wanted_at

from restock.candidates import imapa, lightgbm, prophet, theta
from restock.drivers import drivers_of

HORIZONS = 4
KEYS = ("product_id", "cutoff_month", "horizon")
LOWEST, HIGHEST = 0.0, 1e5
histories = st.lists(
    st.one_of(st.just(0.0), st.floats(LOWEST, HIGHEST, width=32)), min_size=12, max_size=40
)


def sums_of(drivers: pa.Table) -> dict[tuple, float]:
    sums: dict[tuple, float] = {}
    for row in drivers.to_pylist():
        key = tuple(row[name] for name in KEYS)
        sums[key] = sums.get(key, 0.0) + row["units"]
    return sums


def assert_adds_up(drivers: pa.Table, forecasts: pa.Table) -> None:
    """Every forecast has its drivers, each once, and they sum to it."""
    named = [tuple(row[name] for name in (*KEYS, "driver")) for row in drivers.to_pylist()]
    assert len(set(named)) == len(named)
    expected = {
        tuple(row[name] for name in KEYS): row["forecast_units"] for row in forecasts.to_pylist()
    }
    assert sums_of(drivers) == pytest.approx(expected, rel=1e-12, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.lists(histories, min_size=1, max_size=3))
def test_drivers_of_what_is_fitted_product_by_product_add_up(units: list[list[float]]) -> None:
    series = {f"p{place}": np.array(each) for place, each in enumerate(units)}
    demand, wanted = demand_table(series), wanted_table(list(series))
    for models, candidate in (
        (theta.fit(demand, wanted, theta.ThetaParameters(season_length=12, min_months=4)), theta),
        (imapa.fit(demand, wanted, imapa.ImapaParameters(min_months=3)), imapa),
        (prophet.fit(demand, wanted, BATCH), prophet),
    ):
        assert_adds_up(candidate.explain(models, HORIZONS), candidate.predict(models, HORIZONS))


def test_no_models_have_no_drivers() -> None:
    models = wanted_table([]).append_column("artifact", pa.array([], pa.string()))
    for candidate in (theta, imapa, prophet):
        assert candidate.explain(models, HORIZONS).num_rows == 0


def test_a_season_of_theta_is_what_it_adds() -> None:
    """Level 10, no trend, a season of 1.5 and 0.5."""
    state = {"months": 24, "alpha": 1.0, "theta": 1.0, "level": 10.0, "mean": 10.0}
    state |= {"intercept": 10.0, "slope": 0.0, "multiplicative": [1.5, 0.5]}
    models = wanted_table(["p"]).append_column("artifact", pa.array([json.dumps(state)]))
    rows = theta.explain(models, 2).to_pylist()
    assert [(row["horizon"], row["driver"], row["units"]) for row in rows] == [
        (1, "recent level", 10.0),
        (1, "season", 5.0),
        (2, "recent level", 10.0),
        (2, "season", -5.0),
    ]


def test_regressors_of_prophet_are_drivers_of_their_own() -> None:
    """Level 0.4, growth 0.1 over the ten months from the first, of units of 100."""
    document = {
        "k": 0.1,
        "m": 0.4,
        "delta": [],
        "beta": [0.0, 0.0],
        "sigma": 0.1,
        "y_scale": 100.0,
        "start": "2023-08-01",
        "t_scale_days": 305.0,
        "changepoints_t": [],
        "effects": [
            {"name": "promotion_share", "gamma": 0.2, "ahead": [1.0]},
            {"name": "relative_price", "gamma": -0.1, "ahead": [2.0]},
            {"name": "Easter", "gamma": 0.3, "ahead": [1.0]},
            {"name": "New Year", "gamma": -1.5, "ahead": [1.0]},
        ],
    }
    models = wanted_table(["p"]).append_column("artifact", pa.array([json.dumps(document)]))
    drivers = {row["driver"]: row["units"] for row in prophet.explain(models, 1).to_pylist()}
    # The cutoff, June 2024, is 305 days after the first month, the target 30 days more.
    trend = 100 * 0.1 * 30 / 305
    assert drivers == pytest.approx(
        {
            "recent level": 50.0,
            "trend": trend,
            "promotions": 20.0,
            "price": -20.0,
            "holidays": -120.0,
            "not below zero": 70.0 - trend,
        }
    )


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 1000), st.booleans(), st.booleans())
def test_drivers_of_lightgbm_add_up(seed: int, falls: bool, forgets: bool) -> None:
    """Of dense and sparse demand, where it falls to nothing and where the last month is unknown."""
    examples = invented_examples(seed=seed)
    models = lightgbm.fit(examples, wanted_at(CUTOFF), PARAMETERS)
    features = features_at(CUTOFF, examples)
    last = features["lag_0_units"].to_numpy() * (0.0 if falls else 1.0)
    if forgets:
        last[::3] = np.nan
    place = features.column_names.index("lag_0_units")
    features = features.set_column(place, "lag_0_units", pa.array(last, from_pandas=True))
    drivers = lightgbm.explain(models, features)
    assert_adds_up(drivers, lightgbm.predict(models, features))
    assert lightgbm.explain(models, features, n_jobs=2).equals(drivers)
    names = set(drivers["driver"].to_pylist())
    assert {"usual level", "usual change since last month", "season", "bias correction"} <= names
    # A feature that has no driver yet.
    assert "other" in names


def test_models_without_an_artifact_have_no_drivers() -> None:
    examples = invented_examples(products=2, origins=3)
    models = lightgbm.fit(examples, wanted_at(date(2022, 1, 1)), PARAMETERS)
    assert models["artifact"].to_pylist() == [None]
    assert lightgbm.explain(models, features_at(date(2022, 1, 1), examples)).num_rows == 0


def test_what_is_below_zero_is_made_up_for() -> None:
    keys = pa.table({"product_id": ["a", "b"], "cutoff_month": [CUTOFF] * 2, "horizon": [1, 1]})
    drivers = drivers_of(keys, {"up": np.array([1.0, 0.0]), "down": np.array([-3.0, 0.0])})
    assert [(row["product_id"], row["driver"], row["units"]) for row in drivers.to_pylist()] == [
        ("a", "up", 1.0),
        ("a", "down", -3.0),
        ("a", "not below zero", 2.0),
        ("b", "up", 0.0),
    ]
