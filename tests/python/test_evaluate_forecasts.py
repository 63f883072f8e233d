"""The evaluation of forecasts: references, goals, kinds of data; a small one through dbt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from conftest import ROOT, Warehouse, project_vars

from restock.accuracy.cells import Cells
from restock.build import Builder
from restock.evaluate.accuracy_page import accuracy_page, as_report
from restock.evaluate.data_sets import Kind, cut_input, seasonal_strength
from restock.evaluate.forecast_goals import bounds_of, goals
from restock.evaluate.forecasts import evaluate_forecasts
from restock.evaluate.references import forecast, references
from restock.series import Panel

if TYPE_CHECKING:
    from pathlib import Path

# --- references ------------------------------------------------------------------------------


def panel(months: int) -> Panel:
    """Two products of the same shape, one ten times the other, one month not known."""
    first = np.datetime64("2022-01")
    dates = np.arange(first, first + months)
    units = 100 + 50 * np.sin(np.arange(months) * np.pi / 6)
    known = [None if month == 7 else value for month, value in enumerate(units.tolist())]
    return Panel.from_table(
        pa.table(
            {
                "product_id": ["A"] * months + ["B"] * months,
                "demand_month": pa.array(np.tile(dates.astype("datetime64[D]"), 2), pa.date32()),
                "demand_units": pa.array(known + (units / 10).tolist(), pa.float64()),
            }
        )
    )


def test_references_see_nothing_after_the_cutoff_and_are_made_once(tmp_path: Path) -> None:
    cutoff = np.datetime64("2024-12")
    wanted = {cutoff: ["A", "B", "never sold"]}
    of_whole = forecast(panel(48), wanted, 3, tmp_path / "whole")
    of_cut = forecast(panel(36), wanted, 3, tmp_path / "cut")
    columns = ["candidate", "product_id", "cutoff_month", "horizon", "forecast_units"]
    assert of_whole.select(columns) == of_cut.select(columns)

    assert set(of_cut["candidate"].to_pylist()) == {one.name for one in references()}
    assert set(of_cut["product_id"].to_pylist()) == {"A", "B"}
    assert of_cut.num_rows == len(references()) * 2 * 3
    assert min(of_cut["forecast_units"].to_pylist()) >= 0
    # The season is plain to see: each comes near it.
    truth = {("A", h): 100 + 50 * np.sin((35 + h) * np.pi / 6) for h in (1, 2, 3)}
    for row in of_cut.to_pylist():
        if row["product_id"] == "A" and row["candidate"] == "AutoETS":
            assert row["forecast_units"] == pytest.approx(truth["A", row["horizon"]], rel=0.15)

    # What is kept is read again: the same seconds, too.
    assert forecast(panel(48), wanted, 3, tmp_path / "whole") == of_whole


@pytest.mark.parametrize("months", [1, 2, 3, 7, 14])
def test_a_short_history_has_a_forecast_or_none(months: int, tmp_path: Path) -> None:
    cutoff = np.datetime64("2022-01") + months - 1
    made = forecast(panel(months), {cutoff: ["A", "B"]}, 3, tmp_path)
    units = made["forecast_units"].to_numpy()
    assert np.isfinite(units).all()
    assert (units >= 0).all()


# --- kinds of data, and what is to be reached ------------------------------------------------


def test_seasonal_strength_is_between_nothing_and_all() -> None:
    months = np.arange(60)
    season = 10 * np.sin(months * np.pi / 6)
    noise = np.random.default_rng(1).normal(size=60)
    assert seasonal_strength(100 + season + 0.1 * noise) > 0.95
    assert seasonal_strength(100 + 10 * noise) < 0.6
    assert seasonal_strength(100 + season[:23]) == 0
    assert seasonal_strength(np.full(60, 7.0)) == 0


@pytest.mark.parametrize(
    ("kind", "bounds"),
    [
        (Kind(51, 9, 0.7, 0.9), "mostly zero"),
        (Kind(12, 9, 0.7, 0), "mostly zero"),
        (Kind(17, 9, 0.1, 0), "under 18 months"),
        (Kind(18, 9, 0.1, 0), "18 to 35 months"),
        (Kind(35, 9, 0.1, 0.9), "18 to 35 months"),
        (Kind(36, 9, 0.1, 0.63), "36 months and more"),
        (Kind(36, 9, 0.1, 0.64), "36 months and more, clearly seasonal"),
    ],
)
def test_the_data_decide_which_bounds_apply(kind: Kind, bounds: str) -> None:
    assert bounds_of(kind).kind == bounds


def cells() -> Cells:
    """A bias that is the same everywhere has no error."""
    ones = np.ones((4, 12))
    names = ("champion", "weighted_moving_average", "AutoETS", "other")
    same = dict.fromkeys(names, 0.05 * ones)
    return Cells(same, same, ones, ones)


def test_goals_are_met_or_missed_by_kind() -> None:
    champion = {
        "wape_of_baseline": 0.50,
        "rmse_of_baseline": 0.9,
        "bias": -0.05,
        "inside": 0.75,
        "above_p90": 0.13,
        "pinball": 0.2,
    }
    reference = {"wape_of_baseline": 0.45, "bias": 0.05}
    scores = {
        "champion": champion,
        "weighted_moving_average": {"pinball": 0.25},
        "AutoETS": reference,
        "other": {"wape_of_baseline": 0.6, "bias": 0.02},
    }
    others = ("AutoETS", "other")
    seasonal = list(goals("x", bounds_of(Kind(69, 8, 0, 0.8)), scores, cells(), others))
    assert [(goal.value, goal.limit) for goal in seasonal] == [
        (0.50, 0.53),
        (0.05, 0.03),
        (pytest.approx(0.05), 0.06),
        (0.50, 0.45),
        # AutoETS is biased by more than 3%, so that it is no rival.
        (0.50, 0.6),
    ]
    zero = list(goals("x", bounds_of(Kind(51, 8, 0.7, 0)), scores, cells(), others))
    assert [(goal.value, goal.limit) for goal in zero] == [
        (0.50, 0.94),
        (0.9, 0.88),
        (0.05, 0.10),
        (0.13, 0.12),
        (0.8, 1),
        (0.50, 0.45),
    ]


# --- through dbt -----------------------------------------------------------------------------


def test_a_cut_input_begins_later_and_is_the_same_from_there_on(
    tiny_warehouse: Warehouse, tmp_path: Path
) -> None:
    folder = cut_input(tiny_warehouse.path, 18, tmp_path / "cut")
    sales = duckdb.sql(f"from '{folder}/daily_sales.parquet'")
    ((first, lines),) = sales.aggregate("date_trunc('month', min(sale_date)), count(*)").fetchall()
    assert (
        tiny_warehouse.value(
            "select datediff('month', cast(? as date), last_complete_month) + 1 "
            "from intermediate.int_last_complete_month".replace("?", f"'{first}'")
        )
        == 18
    )
    assert lines == tiny_warehouse.value(
        f"select count(*) from raw.daily_sales where sale_date >= '{first}'"
    )
    assert "source_values" not in sales.columns
    assert duckdb.sql(f"select count(*) from '{folder}/products.parquet'").fetchall() == [(12,)]


def test_a_small_evaluation_measures_all_and_writes_the_page(
    tiny_input: Path, tmp_path: Path
) -> None:
    # The champion is the ensemble, unmeasured.
    builder = Builder(ROOT, tmp_path, project_vars(min_segment_errors=1_000_000))
    judged = evaluate_forecasts([tiny_input], builder, cut_to=())
    (one,) = judged
    methods = {"champion", *project_vars()["candidates"], *(ref.name for ref in references())}
    whole = one.whole.where(slice="all")
    assert {row[1] for row in whole.rows} == methods
    assert len(set(whole.numbers("forecasts"))) == 1
    assert whole.where(candidate="weighted_moving_average").numbers("wape_of_baseline") == [1]
    own = whole.where(candidate="weighted_moving_average").numbers("pinball")
    assert own != pytest.approx(whole.where(candidate="champion").numbers("pinball"))
    costs = {str(row[1]): row[-1] for row in whole.rows}
    assert {name for name, cost in costs.items() if cost is None} == {"champion"}
    assert {"older half", "newer half"} < {row[0] for row in one.whole.rows}
    assert "total of the months" in {row[0] for row in one.parts.rows}
    assert one.kind.months == 36
    assert one.goals

    page = accuracy_page(judged, ROOT)
    assert str(tmp_path) not in page
    assert str(ROOT) not in page
    for table in as_report(judged).tables:
        assert table.title in page
    assert page == accuracy_page(judged, ROOT)


def test_two_folders_of_the_same_name_are_refused(tmp_path: Path) -> None:
    folders = [tmp_path / "a" / "data", tmp_path / "b" / "data"]
    with pytest.raises(ValueError, match="two input folders are called 'data'"):
        evaluate_forecasts(folders, Builder(ROOT, tmp_path))
