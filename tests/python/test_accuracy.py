"""Scores and their chance on numbers worked by hand, and against utilsforecast."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from conftest import ROOT
from utilsforecast import losses

from restock.accuracy.bootstrap import Resamples, interval
from restock.accuracy.cells import Cells
from restock.accuracy.scored import Scored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)


# --- from a warehouse to scores --------------------------------------------------------------


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Two products at two reported cutoffs and one that is not, two months ahead, all sold 10.

    The baseline forecasts 12, theta 11 where it has one; theta is champion of A, the baseline of B.
    """
    path = tmp_path / "it's built.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("""
            create schema ml;
            use ml;
            create table scope as
            select
                product_id, 'x' as product_group, 'smooth' as demand_class, horizon, cutoff_month,
                case when cutoff_month < '2024-03-01' then 'warm-up' else 'reported' end
                    as cutoff_kind,
                cutoff_month + to_months(horizon) as target_month
            from (values ('A'), ('B')) as products (product_id)
            cross join (values (1), (2), (3)) as horizons (horizon)
            cross join (
                values (date '2024-02-01'), ('2024-03-01'), ('2024-04-01')
            ) as cutoffs (cutoff_month);

            create table ml_backtest_errors as
            select
                scope.*, candidate, 12.0 as baseline_forecast_units, 10.0 as sold_units,
                2.0 as naive_scale, 4.0 as naive_square_scale,
                case candidate when 'theta' then 11.0 else 12.0 end as forecast_units
            from scope
            cross join (values ('theta'), ('weighted_moving_average')) as candidates (candidate);

            create table ml_champion_forecasts as
            select
                *, case product_id when 'A' then 11.0 else 12.0 end as forecast_units,
                case product_id when 'A' then 10.0 else 11.0 end as forecast_units_p10,
                13.0 as forecast_units_p90
            from scope;

            create table ml_forecast_totals as
            select product_id, cutoff_month, months as total_months, 21.0 as forecast_units_p10,
                19.0 as forecast_units_p90
            from (select distinct product_id, cutoff_month from scope)
            cross join (values (1), (2), (3)) as totals (months);
        """)
    return path


def scores(scored: Scored, part: str, candidate: str) -> dict[str, object]:
    table = scored.scores("d", "t", ["champion"]).where(slice=part, candidate=candidate)
    (row,) = table.rows
    return dict(zip(table.columns, row, strict=True))


def test_all_are_scored_on_the_same_reported_rows(warehouse: Path) -> None:
    scored = Scored.empty(ROOT, horizons=2)
    reference = pa.table(
        {
            "candidate": ["AutoETS"],
            "product_id": ["A"],
            "cutoff_month": pa.array([MARCH], pa.date32()),
            "horizon": [1],
            "forecast_units": [10.0],
        }
    )
    scored.add("d", warehouse, reference)
    champion = scores(scored, "all", "champion")
    # Two products, two cutoffs, two months; half of them are off by 1, half by 2.
    assert champion["forecasts"] == 8
    assert champion["wape"] == pytest.approx(12 / 80)
    assert champion["wape_of_baseline"] == pytest.approx(12 / 16)
    assert champion["bias"] == pytest.approx(12 / 80)
    assert float(str(champion["mase"])) == 0.75
    # 11 to 13 misses the 10 sold of B, from below: pinball 0.9 and 0.3 there, 0 and 0.3 for A.
    assert (champion["below_p10"], champion["inside"], champion["above_p90"]) == (0.5, 0.5, 0)
    assert champion["pinball"] == pytest.approx((4 * (0.9 + 0.3) + 4 * 0.3) / 80)
    # One row of eight is the reference's own, the baseline stands in for the others.
    of_reference = scores(scored, "all", "AutoETS")
    assert of_reference["forecasts"] == 8
    assert of_reference["wape"] == pytest.approx(14 / 80)
    assert of_reference["inside"] is None


def test_totals_are_those_of_all_months_of_a_cutoff(warehouse: Path) -> None:
    scored = Scored.empty(ROOT, horizons=2)
    scored.add("d", warehouse)
    champion = scores(scored, "total of the months", "champion")
    assert champion["forecasts"] == 4
    assert champion["wape"] == pytest.approx((2 + 2 + 4 + 4) / 80)
    # 20 were sold; the interval of the total is from 21 to 19.
    assert (champion["below_p10"], champion["inside"], champion["above_p90"]) == (1, 0, 1)
    assert champion["mase"] is None


def test_the_halves_are_those_of_the_cutoffs(warehouse: Path) -> None:
    scored = Scored.empty(ROOT, horizons=2)
    scored.add("d", warehouse)
    assert scores(scored, "older half", "theta")["forecasts"] == 4
    months = scored.connection.execute(
        "select distinct half, cutoff_month from scored order by cutoff_month"
    ).fetchall()
    assert months == [("older", MARCH), ("newer", APRIL)]


def test_data_without_a_reported_cutoff_are_refused(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update ml.ml_backtest_errors set cutoff_kind = 'later'")
    with pytest.raises(ValueError, match="d: there is nothing to score"):
        Scored.empty(ROOT, horizons=2).add("d", warehouse)


def test_the_baseline_has_intervals_where_it_was_champion(warehouse: Path) -> None:
    scored = Scored.empty(ROOT, horizons=2)
    scored.keep_baseline_intervals(warehouse)
    scored.add("d", warehouse)
    baseline = scores(scored, "all", "weighted_moving_average")
    assert (baseline["below_p10"], baseline["inside"]) == (0.5, 0.5)
    assert scores(scored, "all", "theta")["inside"] is None


def test_scores_agree_with_utilsforecast() -> None:
    random = np.random.default_rng(3)
    actual, forecast, p10, p90 = random.integers(1, 50, (4, 60)).astype(float)
    scored = Scored.empty(ROOT, horizons=1)
    for row in range(60):
        scored.connection.execute(
            "insert into scored by name select 'd' as data_set, 'theta' as candidate, "
            "'1' as horizon, $forecast as forecast_units, $p10 as p10, $p90 as p90, "
            "$actual as sold_units, 3 as naive_scale, 20 as naive_square_scale",
            {"forecast": forecast[row], "p10": p10[row], "p90": p90[row], "actual": actual[row]},
        )
    found = scores(scored, "all", "theta")
    frame = pd.DataFrame({"unique_id": "a", "ds": range(60), "y": actual, "theta": forecast})
    frame = frame.assign(p10=p10, p90=p90, **{"m-lo-80": p10, "m-hi-80": p90})

    def expected(loss: Callable[..., pd.DataFrame], *arguments: object, **named: object) -> float:
        return float(loss(frame, *arguments, **named).iloc[0, -1])

    assert found["wape"] == pytest.approx(expected(losses.wape, ["theta"]))
    assert found["bias"] == pytest.approx(expected(losses.bias, ["theta"]) / actual.mean())
    assert float(str(found["rmse"])) == pytest.approx(expected(losses.rmse, ["theta"]), abs=0.01)
    # There they are means in units, here shares of the units.
    tails = [expected(losses.quantile_loss, {"m": f"p{q:.0f}0"}, q=q / 10) for q in (1, 9)]
    assert found["pinball"] == pytest.approx(sum(tails) / actual.mean())
    assert found["inside"] == pytest.approx(expected(losses.coverage, ["m"], level=80))


# --- what is chance --------------------------------------------------------------------------


def test_resamples_draw_as_many_as_there_are() -> None:
    resamples = Resamples.draw(5, 12, draws=50)
    assert set(resamples.products.sum(axis=1)) == {5}
    assert set(resamples.cutoffs.sum(axis=1)) == {12}
    again = Resamples.draw(5, 12, draws=50)
    assert (again.products == resamples.products).all()


def test_a_cell_counts_as_often_as_its_product_and_its_cutoff() -> None:
    resamples = Resamples(
        np.array([[2, 0], [1, 1]], np.int16), np.array([[1, 1], [0, 2]], np.int16)
    )
    sums = resamples.sums(np.array([[1.0, 10.0], [100.0, 1000.0]]))
    assert sums.tolist() == [2 * (1 + 10), 2 * (10 + 1000)]


def test_blocks_keep_neighbours_together() -> None:
    # One block of three out of three cutoffs holds each once, wherever it begins.
    assert (Resamples.draw(1, 3, draws=20).cutoffs == 1).all()
    drawn = Resamples.draw(1, 6, draws=200).cutoffs
    assert (drawn.max(axis=1) <= 2).all()
    assert {tuple(sorted(row)) for row in drawn.tolist()} > {(1, 1, 1, 1, 1, 1)}


def test_an_interval_leaves_a_fortieth_on_each_side() -> None:
    assert interval(np.arange(0, 401, dtype=np.float64)) == (10, 390)


def test_the_standard_error_of_a_mean_is_found() -> None:
    """Many products with errors of variance 1 and one cutoff: 2 / sqrt(products)."""
    errors = np.random.default_rng(5).normal(size=(400, 1))
    cells = Cells({"a": abs(errors)}, {"a": errors}, np.ones((400, 1)), np.ones((400, 1)))
    assert cells.two_errors_of_bias("a") == pytest.approx(2 / 20, rel=0.1)


def test_what_is_the_same_for_all_is_certain() -> None:
    ones = np.ones((10, 12))
    errors = {"a": 0.5 * ones, "weighted_moving_average": ones}
    cells = Cells(errors, errors, ones, ones)
    assert cells.ratio_interval("a") == (0.5, 0.5)
