"""The metric macros, run in DuckDB: by hand, and against utilsforecast."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Template
from utilsforecast import losses

MACROS = Path(__file__).parents[2] / "macros" / "metrics"


class Row(NamedTuple):
    forecast: float | None
    actual: float | None
    naive_scale: float | None = None
    naive_square_scale: float | None = None
    lower: float | None = None
    upper: float | None = None


SCHEMA = pa.schema([(name, pa.float64()) for name in Row._fields])
CONNECTION = duckdb.connect()


def render(name: str, *arguments: object) -> str:
    """SQL of a macro, as dbt would render it."""
    return str(getattr(Template((MACROS / f"{name}.sql").read_text()).module, name)(*arguments))


def compute(rows: list[Row], name: str, *arguments: object) -> float | None:
    """Value of a metric over rows; each row is a product's forecast of one month."""
    table = pa.Table.from_pylist([row._asdict() for row in rows], schema=SCHEMA)
    CONNECTION.register("forecasts", table)
    return scalar(f"select {render(name, *arguments)} from forecasts")


def evaluate(name: str, *arguments: object) -> float | None:
    """Value of a macro whose arguments are constants."""
    return scalar(f"select {render(name, *arguments)}")


def scalar(query: str) -> float | None:
    value = CONNECTION.execute(query).fetchall()[0][0]
    return None if value is None else float(value)


def wape(rows: list[Row]) -> float | None:
    return compute(rows, "wape", "forecast", "actual")


def bias(rows: list[Row]) -> float | None:
    return compute(rows, "bias", "forecast", "actual")


def mase(rows: list[Row]) -> float | None:
    return compute(rows, "mase", "forecast", "actual", "naive_scale")


def rmsse(rows: list[Row]) -> float | None:
    return compute(rows, "rmsse", "forecast", "actual", "naive_square_scale")


def rmse(rows: list[Row]) -> float | None:
    return compute(rows, "rmse", "forecast", "actual")


def coverage(rows: list[Row]) -> float | None:
    return compute(rows, "coverage", "lower", "upper", "actual")


def pinball(rows: list[Row], level: float) -> float | None:
    """The quantile is the lower bound."""
    return compute(rows, "pinball", "lower", "actual", level)


def share_below(rows: list[Row]) -> float | None:
    return compute(rows, "share_below", "actual", "lower")


def movement(rows: list[Row]) -> float | None:
    """The earlier forecast stands in the place of the actual."""
    return compute(rows, "movement", "forecast", "actual")


def of_quantile(actual: float | None, quantile: float | None) -> Row:
    return Row(None, actual, None, None, quantile, None)


def test_wape_is_the_absolute_error_over_the_absolute_actuals() -> None:
    # Errors 2 and -4 over 10 sold and 2 returned.
    assert wape([Row(12, 10), Row(-6, -2)]) == pytest.approx(6 / 12)


def test_wape_pools_sums_and_does_not_average_shares() -> None:
    assert wape([Row(0, 1), Row(99, 99)]) == pytest.approx(0.01)


def test_bias_is_positive_where_the_forecast_is_too_high() -> None:
    assert bias([Row(12, 10), Row(9, 10)]) == pytest.approx(1 / 20)
    assert bias([Row(8, 10), Row(10, 10)]) == pytest.approx(-2 / 20)


def test_nothing_sold_has_neither_wape_nor_bias() -> None:
    assert wape([Row(1, 0), Row(2, 0)]) is None
    assert bias([Row(1, 0), Row(2, 0)]) is None


def test_a_sale_and_its_return_have_a_wape_and_no_bias() -> None:
    assert wape([Row(1, 4), Row(1, -4)]) == pytest.approx(8 / 8)
    assert bias([Row(1, 4), Row(1, -4)]) is None


def test_no_rows_have_no_score() -> None:
    metrics = (wape, bias, mase, rmsse, rmse, coverage, share_below, movement)
    assert [metric([]) for metric in metrics] == [None] * 8
    assert pinball([], 0.1) is None


def test_fva_is_positive_where_the_baseline_is_worse() -> None:
    assert evaluate("fva", 0.3, 0.5) == pytest.approx(0.2)
    assert evaluate("fva", 0.5, 0.3) == pytest.approx(-0.2)
    assert evaluate("fva", "null", 0.3) is None


def test_mase_scales_each_row_by_its_own_product() -> None:
    # |2| / 2 = 1 and |-4| / 8 = 0.5.
    assert mase([Row(12, 10, 2), Row(6, 10, 8)]) == pytest.approx(0.75)


def test_rmsse_scales_each_square_by_its_own_product() -> None:
    # 4 / 4 = 1 and 16 / 64 = 0.25.
    assert rmsse([Row(12, 10, None, 4), Row(6, 10, None, 64)]) == pytest.approx(math.sqrt(0.625))


@pytest.mark.parametrize("scale", [None, 0])
def test_rows_without_a_scale_do_not_count(scale: float | None) -> None:
    assert mase([Row(12, 10, 2), Row(99, 1, scale)]) == pytest.approx(1)
    assert mase([Row(99, 1, scale)]) is None
    assert rmsse([Row(12, 10, None, 4), Row(99, 1, None, scale)]) == pytest.approx(1)
    assert rmsse([Row(99, 1, None, scale)]) is None


def test_rmse_pools_units_and_weighs_large_errors() -> None:
    # Errors 2 and -4: the root of (4 + 16) / 2.
    assert rmse([Row(12, 10), Row(6, 10)]) == pytest.approx(math.sqrt(10))
    assert rmse([Row(10, 10), Row(4, 10)]) == pytest.approx(math.sqrt(18))


def test_pinball_weighs_what_lies_beyond_the_quantile() -> None:
    # At p90 8 units above count 0.9 each, 5 below 0.1 each, of 20 + 5 units.
    rows = [of_quantile(20, 12), of_quantile(5, 10)]
    assert pinball(rows, 0.9) == pytest.approx((0.9 * 8 + 0.1 * 5) / 25)
    assert pinball(rows, 0.1) == pytest.approx((0.1 * 8 + 0.9 * 5) / 25)
    assert pinball([of_quantile(10, 10)], 0.9) == pytest.approx(0)


def test_pinball_takes_returns_for_units_and_leaves_rows_without_a_quantile_out() -> None:
    assert pinball([of_quantile(-2, 3), of_quantile(8, 3)], 0.9) == pytest.approx(
        (0.1 * 5 + 0.9 * 5) / 10
    )
    assert pinball([of_quantile(20, 12), of_quantile(99, None)], 0.9) == pytest.approx(0.36)
    assert pinball([of_quantile(99, None)], 0.9) is None
    assert pinball([of_quantile(0, 1)], 0.9) is None


def test_share_below_leaves_the_bound_itself_and_unknowns_out() -> None:
    assert share_below([of_quantile(actual, 8) for actual in (7.9, 8, 10, 12)]) == 0.25
    unknown = [of_quantile(None, 8), of_quantile(7, None)]
    assert share_below([of_quantile(7, 8), *unknown]) == 1
    assert share_below(unknown) is None


def test_movement_is_a_share_of_the_later_forecasts() -> None:
    # 12 after 10 and 8 after 14: they do not cancel.
    assert movement([Row(12, 10), Row(8, 14)]) == pytest.approx(8 / 20)
    assert movement([Row(0, 10)]) is None


def test_coverage_counts_both_ends_of_the_interval() -> None:
    rows = [Row(None, actual, None, None, 8, 12) for actual in (7.9, 8, 10, 12)]
    assert coverage(rows) == pytest.approx(3 / 4)


@pytest.mark.parametrize(("lower", "upper"), [(None, None), (None, 12), (8, None)])
def test_rows_without_an_interval_do_not_count(lower: float | None, upper: float | None) -> None:
    assert coverage([Row(None, 10, None, None, lower, upper)]) is None
    rows = [Row(None, 10, None, None, lower, upper), Row(None, 10, None, None, 8, 12)]
    assert coverage(rows) == pytest.approx(1)


@pytest.mark.parametrize(
    ("level", "name"),
    [
        (0.1, "p10"),
        (0.9, "p90"),
        (0.05, "p5"),
        (0.5, "p50"),
        (0.29, "p29"),
        (0.975, "p97_5"),
        (0.999, "p99_9"),
        (0.9999, "p99_99"),
    ],
)
def test_quantile_name(level: float, name: str) -> None:
    assert render("quantile_name", level) == name


@pytest.mark.parametrize(
    ("naive_scale", "forecast", "scale"),
    [
        (2, 10, 2),
        (0, 10, 10),
        ("null", 10, 10),
        (2, 0, 2),
        (0, 0, None),
        ("null", 0, None),
        ("null", "null", None),
    ],
)
def test_spread_scale_is_the_naive_scale_else_the_forecast(
    naive_scale: object, forecast: object, scale: float | None
) -> None:
    assert evaluate("spread_scale", naive_scale, forecast) == scale


# Against utilsforecast. Its functions score one series at a time, so each is asked for one
# product; whole actuals and quarters as forecasts keep the sums exact.
units = st.integers(-50, 200).map(float)
quarters = st.integers(-200, 800).map(lambda quarter: quarter / 4)
pairs = st.lists(st.tuples(quarters, units), min_size=1, max_size=8)
histories = st.lists(units, min_size=2, max_size=12)


def months(count: int) -> list[int]:
    return list(range(count))


def scored(forecasts: list[tuple[float, float]], first: int = 0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unique_id": "a",
            "ds": [first + month for month in months(len(forecasts))],
            "forecast": [forecast for forecast, _ in forecasts],
            "y": [actual for _, actual in forecasts],
        }
    )


def single(frame: pd.DataFrame, column: str = "forecast") -> float | None:
    """The one value of a result; undefined ones are null, as in the warehouse."""
    value = float(frame[column].iloc[0])
    return value if math.isfinite(value) else None


@given(pairs)
@settings(max_examples=60, deadline=None)
def test_wape_agrees_with_utilsforecast(forecasts: list[tuple[float, float]]) -> None:
    expected = single(losses.wape(scored(forecasts), ["forecast"]))

    assert wape([Row(*pair) for pair in forecasts]) == pytest.approx(expected)


@given(pairs)
@settings(max_examples=60, deadline=None)
def test_bias_agrees_with_utilsforecast(forecasts: list[tuple[float, float]]) -> None:
    # There it is the mean error, in units; here a share of the actuals.
    mean_error = single(losses.bias(scored(forecasts), ["forecast"]))
    mean_actual = np.mean([actual for _, actual in forecasts])
    expected = None if mean_actual == 0 else mean_error / mean_actual

    assert bias([Row(*pair) for pair in forecasts]) == pytest.approx(expected)


@given(pairs, histories)
@settings(max_examples=60, deadline=None)
def test_mase_and_rmsse_agree_with_utilsforecast(
    forecasts: list[tuple[float, float]], history: list[float]
) -> None:
    train = pd.DataFrame({"unique_id": "a", "ds": months(len(history)), "y": history})
    frame = scored(forecasts, first=len(history))
    changes = np.diff(history)
    scale, square_scale = float(np.abs(changes).mean()), float((changes**2).mean())
    rows = [Row(*pair, scale, square_scale) for pair in forecasts]

    arguments = {"models": ["forecast"], "seasonality": 1, "train_df": train}
    if scale == 0:
        # There the score is infinite or undefined; here a product without a change has none.
        assert mase(rows) is None
        assert rmsse(rows) is None
    else:
        assert mase(rows) == pytest.approx(single(losses.mase(frame, **arguments)))
        assert rmsse(rows) == pytest.approx(single(losses.rmsse(frame, **arguments)))


@given(pairs)
@settings(max_examples=60, deadline=None)
def test_rmse_agrees_with_utilsforecast(forecasts: list[tuple[float, float]]) -> None:
    expected = single(losses.rmse(scored(forecasts), ["forecast"]))

    assert rmse([Row(*pair) for pair in forecasts]) == pytest.approx(expected)


@given(pairs, st.sampled_from([0.1, 0.5, 0.9]))
@settings(max_examples=60, deadline=None)
def test_pinball_agrees_with_utilsforecast(
    quantiles: list[tuple[float, float]], level: float
) -> None:
    # There it is the mean loss, in units; here a share of the actuals.
    models = {"q": "forecast"}
    mean_loss = single(losses.quantile_loss(scored(quantiles), models, q=level), "q")
    mean_actual = np.mean([abs(actual) for _, actual in quantiles])
    expected = None if mean_actual == 0 else mean_loss / mean_actual

    rows = [of_quantile(actual, quantile) for quantile, actual in quantiles]
    assert pinball(rows, level) == pytest.approx(expected)


@given(st.lists(st.tuples(units, units, units), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_coverage_agrees_with_utilsforecast(triples: list[tuple[float, float, float]]) -> None:
    frame = pd.DataFrame(
        [
            {"unique_id": "a", "y": actual, "m-lo-80": min(ends), "m-hi-80": max(ends)}
            for actual, *ends in triples
        ]
    )
    rows = [Row(None, actual, None, None, min(ends), max(ends)) for actual, *ends in triples]

    expected = single(losses.coverage(frame, ["m"], level=80), "m")

    assert coverage(rows) == pytest.approx(expected)


@given(st.lists(st.tuples(pairs, st.integers(1, 20)), min_size=1, max_size=3))
@settings(max_examples=30, deadline=None)
def test_scores_of_several_products_are_pooled_over_rows(
    products: list[tuple[list[tuple[float, float]], int]],
) -> None:
    rows = [
        Row(*pair, float(scale), float(scale**2))
        for forecasts, scale in products
        for pair in forecasts
    ]
    errors = np.array([row.forecast - row.actual for row in rows])
    scales = np.array([row.naive_scale for row in rows])
    total = sum(abs(row.actual) for row in rows)

    assert wape(rows) == pytest.approx(np.abs(errors).sum() / total if total else None)
    assert mase(rows) == pytest.approx(np.abs(errors / scales).mean())
    assert rmsse(rows) == pytest.approx(np.sqrt(((errors / scales) ** 2).mean()))
