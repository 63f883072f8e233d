"""The candidate 'theta': statsforecast is the truth, the stored state is all that is needed."""

import json
import logging
import warnings
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsforecast.models import DynamicOptimizedTheta

from restock.candidates import theta

PARAMETERS = theta.ThetaParameters(season_length=12, min_months=4)
CUTOFF = date(2023, 12, 1)


def demand_until_cutoff(histories: dict[str, list[float | None]]) -> pa.Table:
    """Histories that all end in the month of CUTOFF."""
    rows = [
        (product, np.datetime64(CUTOFF, "M") - len(units) + 1 + place, value)
        for product, units in histories.items()
        for place, value in enumerate(units)
    ]
    products, months, units = zip(*rows, strict=True)
    return pa.table(
        {
            "product_id": pa.array(products),
            "demand_month": pa.array(np.array(months).astype("datetime64[D]")),
            "demand_units": pa.array(units, pa.float64()),
        }
    )


def wanted_of(*products: str, cutoff: date = CUTOFF) -> pa.Table:
    cutoffs = pa.array([cutoff] * len(products), pa.date32())
    return pa.table({"product_id": pa.array(products), "cutoff_month": cutoffs})


def forecasts_of(history: list[float | None], horizons: int = 4) -> np.ndarray:
    models = theta.fit(demand_until_cutoff({"p": history}), wanted_of("p"), PARAMETERS)
    assert models["failure"].to_pylist() == [None]
    return theta.predict(models, horizons)["forecast_units"].to_numpy()


def statsforecast_of(history: np.ndarray, horizons: int) -> np.ndarray:
    season = 12 if len(history) >= 24 else 1
    model = DynamicOptimizedTheta(season_length=season)
    return model.forecast(np.asarray(history, float), horizons)["mean"]


def seasonal_history(months: int, seed: int = 0, depth: float = 0.5) -> np.ndarray:
    generator = np.random.default_rng(seed)
    month = np.arange(months)
    season = 1 + depth * np.sin(month * np.pi / 6)
    return (100 + month) * season * generator.gamma(100, 1 / 100, months)


SPARSE = np.random.default_rng(5).poisson(0.4, 40).astype(float)
SEASONAL_WITH_ZEROS = np.maximum(seasonal_history(48, depth=1.2), 0.0)


@pytest.mark.parametrize(
    ("history", "season"),
    [
        (seasonal_history(48), "multiplicative"),
        (SEASONAL_WITH_ZEROS, "additive"),
        (SPARSE, None),
        (seasonal_history(18), None),
        (np.array([5.0, 7.0, 6.0, 9.0]), None),
        (np.array([0.0, 0.0, 0.0, 9.0, 1.0]), None),
        (np.linspace(300, 1, 30), None),
    ],
)
def test_forecasts_are_those_of_statsforecast(history: np.ndarray, season: str | None) -> None:
    expected = statsforecast_of(history, 30)
    models = theta.fit(demand_until_cutoff({"p": list(history)}), wanted_of("p"), PARAMETERS)
    state = json.loads(models["artifact"][0].as_py())
    assert {"multiplicative", "additive"} & set(state) == ({season} if season else set())
    np.testing.assert_allclose(
        theta._forecast([json.dumps(state)], 30)[0], expected, rtol=1e-9, atol=1e-9
    )
    released = theta.predict(models, 30)["forecast_units"].to_numpy()
    np.testing.assert_allclose(released, np.maximum(expected, 0), atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 500).map(lambda units: units / 4), min_size=4, max_size=40).filter(
        lambda units: len(set(units)) > 1
    )
)
def test_any_history_forecasts_as_statsforecast_does(units: list[float]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        expected = np.maximum(statsforecast_of(np.array(units), 6), 0)
        np.testing.assert_allclose(forecasts_of(list(units), 6), expected, rtol=1e-9, atol=1e-6)


def test_the_recursion_by_hand() -> None:
    """From n=2, l=4, A=1, B=2, theta=2, alpha=1/2: 4 + (1/4 + 2 * 7/8 / (1/2)) / 2 = 5.875.

    Then l = 4.9375, B = (2 + 6 * (5.875 - 4) / 3) / 4 = 1.4375, mean = (2 * 4 + 5.875) / 3 = 4.625,
    A = 4.625 - 1.4375 * 2 = 1.75: 4.9375 + (1.75 / 8 + 1.4375 * 15/16 * 2) / 2 = 6.394531.
    """
    state = {
        "months": 2,
        "alpha": 0.5,
        "theta": 2.0,
        "level": 4.0,
        "mean": 4.0,
        "intercept": 1.0,
        "slope": 2.0,
    }
    models = wanted_of("p").append_column("artifact", pa.array([json.dumps(state)]))
    forecasts = theta.predict(models, 2)
    assert forecasts["forecast_units"].to_pylist() == [5.875, 6.394531]


@pytest.mark.parametrize("units", [0.0, 3.0, 0.1])
def test_a_constant_history_goes_on_as_it_is(units: float) -> None:
    assert forecasts_of([units] * 30, 14).tolist() == [units] * 14


def test_a_month_that_is_not_known_counts_like_the_last_known_one() -> None:
    filled = [5.0, 7.0, 7.0, 7.0, 9.0, 4.0, 8.0, 8.0]
    holed = [5.0, 7.0, None, None, 9.0, 4.0, 8.0, None]
    np.testing.assert_array_equal(forecasts_of(holed), forecasts_of(filled))
    leading = [None, None, *filled]
    np.testing.assert_array_equal(forecasts_of(leading), forecasts_of(filled))


def test_too_little_history_is_a_failure_and_forecasts_nothing() -> None:
    demand = demand_until_cutoff({"three": [1.0, None, 2.0, 3.0], "four": [1.0, 2.0, 3.0, 5.0]})
    models = theta.fit(demand, wanted_of("three", "absent", "four"), PARAMETERS)
    reason = "fewer than 4 known months"
    assert models["failure"].to_pylist() == [reason, reason, None]
    assert theta.predict(models, 3)["product_id"].to_pylist() == ["four"] * 3
    assert len(theta.predict(models.slice(0, 2), 3)) == 0


def test_numbers_beyond_reason_are_a_failure_of_that_product_alone() -> None:
    demand = demand_until_cutoff({"huge": [1e308, 1e307] * 5, "sane": [3.0, 4.0, 5.0, 4.0]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        models = theta.fit(demand, wanted_of("huge", "sane"), PARAMETERS)
    assert models["failure"][0].as_py().startswith("no fit: ")
    assert models["failure"][1].as_py() is None


def test_what_comes_after_the_cutoff_changes_nothing() -> None:
    history = list(seasonal_history(36))
    wanted = wanted_of("p", cutoff=date(2023, 6, 1))
    before = theta.fit(demand_until_cutoff({"p": history}), wanted, PARAMETERS)
    invented = demand_until_cutoff({"p": [*history[:-6], *[1e6] * 6]})
    assert theta.fit(invented, wanted, PARAMETERS).equals(before)


def test_rows_keep_their_order_and_columns_and_forecasts_are_sorted() -> None:
    demand = demand_until_cutoff({"b": list(seasonal_history(30)), "a": [2.0, 3.0, 4.0, 6.0, 5.0]})
    wanted = pa.table(
        {
            "model_version": ["v1", "v2", "v3"],
            "product_id": ["b", "a", "b"],
            "cutoff_month": pa.array([CUTOFF, CUTOFF, date(2022, 11, 1)], pa.date32()),
        }
    )
    models = theta.fit(demand, wanted, PARAMETERS)
    assert models.drop_columns(["artifact", "failure"]).equals(wanted)
    forecasts = theta.predict(models, 2)
    assert forecasts.drop_columns("forecast_units").to_pydict() == {
        "product_id": ["a", "a", "b", "b", "b", "b"],
        "cutoff_month": [CUTOFF] * 2 + [date(2022, 11, 1)] * 2 + [CUTOFF] * 2,
        "horizon": [1, 2] * 3,
        "target_month": [
            *(date(2024, 1, 1), date(2024, 2, 1)),
            *(date(2022, 12, 1), date(2023, 1, 1)),
            *(date(2024, 1, 1), date(2024, 2, 1)),
        ],
    }
    assert forecasts.schema.field("horizon").type == pa.int32()
    assert forecasts.schema.field("target_month").type == pa.date32()


def test_other_products_and_processes_change_nothing() -> None:
    generator = np.random.default_rng(9)
    units = generator.poisson(3, (2100, 10)).astype(float)
    demand = demand_until_cutoff({f"p{row:04d}": list(units[row]) for row in range(len(units))})
    products = [f"p{row:04d}" for row in range(len(units))]
    alone = theta.fit(demand, wanted_of(products[77]), PARAMETERS)
    together = theta.fit(demand, wanted_of(*products), PARAMETERS)
    assert together.slice(77, 1).to_pylist() == alone.to_pylist()
    in_processes = theta.fit(demand, wanted_of(*products), PARAMETERS, n_jobs=2)
    assert in_processes.equals(together)


def test_progress_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "restock"):
        forecasts_of([5.0, 6.0, 7.0, 9.0])
    assert caplog.messages == ["theta: 1 of 1 series fitted"]


def test_fewer_than_four_months_are_refused() -> None:
    with pytest.raises(ValueError, match="min_months"):
        replace(PARAMETERS, min_months=3)
