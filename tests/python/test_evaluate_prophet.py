"""The comparison of Prophet's engines, on few series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from prophet_cases import BATCH, CUTOFF, generated, observations, odd

from restock.evaluate.prophet import Case, agreement, compare
from restock.evaluate.prophet_speed import speed

if TYPE_CHECKING:
    from conftest import Warehouse


def test_engines_are_compared_by_optimiser() -> None:
    series = list(generated(count=4, seed=41).values())
    series += [odd()["equal"], np.arange(11.0)]  # not fitted; too short
    targets = CUTOFF + np.arange(1, 4)
    cases = [Case(observations(units), targets, np.array([5.0, np.nan, 0.0])) for units in series]
    table = compare("made up", cases, BATCH)

    newton, lbfgs = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    assert [newton["data"], newton["optimiser"], newton["series"]] == ["made up", "Newton", 5]
    assert newton["difference_median"] <= 0.01
    assert newton["wape_batch"] == pytest.approx(newton["wape_package"], rel=0.05)
    assert lbfgs["optimiser"] == "LBFGS"
    assert lbfgs["batch_at_or_below"] == 1
    assert lbfgs["apart_batch_nearer"] == lbfgs["apart"]
    assert compare("nothing", cases[-1:], BATCH).rows == ()


def test_engines_are_compared_on_a_warehouse(tiny_warehouse: Warehouse) -> None:
    table = agreement(tiny_warehouse.path, 5, 1)

    assert [row[:3] for row in table.rows] == [("restock", "Newton", 5), ("restock", "LBFGS", 5)]
    assert table.rows == agreement(tiny_warehouse.path, 5, 1).rows
    assert table.rows != agreement(tiny_warehouse.path, 5, 2).rows


def test_each_way_is_timed() -> None:
    table = speed(BATCH, 1)

    assert [row[0] for row in table.rows] == [
        "batch",
        "package, same settings (Newton)",
        "package, its own defaults",
    ]
    assert [row[1] for row in table.rows] == [100, 1, 1]
    assert float(table.rows[0][2]) < float(table.rows[1][2])
