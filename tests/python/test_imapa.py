"""The candidate 'imapa': its levels are those of statsforecast, whatever the history."""

import math
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsforecast.models import IMAPA

from restock.candidates import imapa

CUTOFF = date(2023, 12, 1)
PARAMETERS = imapa.ImapaParameters(min_months=3)


def forecast(history: list[float | None]) -> tuple[str | None, list[float]]:
    """The failure and the forecasts of one product whose last month is the cutoff."""
    months = np.datetime64("2023-12", "M") - np.arange(len(history))[::-1]
    demand = pa.table(
        {
            "product_id": ["p"] * len(history),
            "demand_month": pa.array(months.astype("datetime64[D]")),
            "demand_units": pa.array(history, pa.float64()),
        }
    )
    wanted = pa.table({"product_id": ["p"], "cutoff_month": pa.array([CUTOFF], pa.date32())})
    models = imapa.fit(demand, wanted, PARAMETERS)
    return models["failure"][0].as_py(), imapa.predict(models, 3)["forecast_units"].to_pylist()


@pytest.mark.parametrize(
    "history", [[0.0, 0.0, 5.0], [0.0] * 9 + [3.0, 0.0, 1.0], [4.0, 7.0, 0.0, 2.0] * 6]
)
def test_the_level_is_statsforecasts(history: list[float]) -> None:
    level = round(float(IMAPA().forecast(np.array(history), 1)["mean"][0]), 6)
    assert forecast(history) == (None, [level] * 3)


def test_a_steady_demand_goes_on_and_two_months_are_too_few() -> None:
    assert forecast([5.0, 5.0, 5.0, 5.0]) == (None, [5.0] * 3)
    assert forecast([5.0, 5.0]) == ("fewer than 3 known months", [])
    with pytest.raises(ValueError, match="min_months of 3 or more, not 2"):
        imapa.ImapaParameters(min_months=2)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | st.floats(0, 1e9), min_size=1, max_size=40))
def test_whatever_was_sold_the_level_is_within_it(history: list[float | None]) -> None:
    failure, units = forecast(history)
    known = [value for value in history if value is not None]
    assert bool(units) == (len(known) >= 3) == (failure is None)
    assert all(math.isfinite(unit) and 0 <= unit <= max(known) + 1e-6 for unit in units)
