"""Runs of `restock run` that are killed at any moment: nothing is lost, nothing is there twice."""

import os
import shutil
import signal
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from conftest import Warehouse, project_vars
from month_ends import MonthEnds

KILLS = 30
# So many of them train another configuration first.
KILLS_OF_A_CONFIGURATION = 10
FORECASTS = "select * from ml.ml_champion_forecasts order by all"
RELEASES = "select * from marts.fct_forecast_releases order by release_id, product_id, horizon"
LEDGER = "select * exclude (seen_at) from marts.int_actuals_ledger order by all"
REGISTRY = "select * exclude (trained_at, training_seconds) from ml.ml_model_registry order by all"
CURRENT = "select distinct release_id from marts.fct_forecasts"


def variables_of(configuration: int) -> dict:
    changed = project_vars()
    changed["candidates"]["lightgbm"]["parameters"]["trees"]["num_iterations"] += configuration
    return changed


def override(data: Path, forecast: tuple, number: int) -> None:
    """Decide on another number of a product, so that the next run has a release to make."""
    product, month = forecast
    (data / "overrides.csv").write_text(
        f"product_id,target_month,override_units\n{product},{month},{100 + number}\n"
    )


def kill(month_ends: MonthEnds, seconds: float, *, whole_group: bool) -> bool:
    """Start a run and kill it after a while; tell whether it was still going on."""
    started = month_ends.start()
    time.sleep(seconds)
    going_on = started.poll() is None
    family = psutil.Process(started.pid).children(recursive=True) if going_on else []
    if going_on and whole_group:
        os.killpg(started.pid, signal.SIGKILL)
    elif going_on:
        started.kill()
    started.communicate()
    # What is left of it holds the lock: a dbt whose parent has gone comes to its own end.
    psutil.wait_procs(family, timeout=300)
    return going_on


@pytest.mark.proof
def test_thirty_killed_runs_lose_and_double_nothing(
    tiny_warehouse: Warehouse, tiny_input: Path, tmp_path: Path
) -> None:
    data = tmp_path / "input"
    shutil.copytree(tiny_input, data)
    month_ends = MonthEnds(tmp_path / "killed", data)
    forecast = tiny_warehouse.rows(
        "select product_id, target_month from marts.fct_forecasts order by all limit 1"
    )[0]
    moments = np.random.default_rng(7)
    length = 30.0
    releases: list[tuple] = []
    killed = []
    reference: dict[str, list[tuple]] = {}
    while len(killed) < KILLS:
        number = len(killed)
        month_ends.variables = variables_of(number // KILLS_OF_A_CONFIGURATION)
        override(data, forecast, number)
        if number % KILLS_OF_A_CONFIGURATION == 0:
            never = MonthEnds(tmp_path / f"never{number}", data, variables=month_ends.variables)
            before = time.monotonic()
            never.done()
            length = time.monotonic() - before
            reference = {
                query: never.warehouse.rows(query) for query in (FORECASTS, LEDGER, REGISTRY)
            }
        seconds = float(moments.uniform(0.2, length))
        if not kill(month_ends, seconds, whole_group=number % 3 != 2):
            # It was over before; the next is killed earlier.
            length = seconds
            continue
        said = month_ends.done()
        settled = [line for line in said.splitlines() if "did not end" in line]
        killed.append((round(seconds, 1), *settled))
        print(number, *killed[-1], flush=True)
        kept = month_ends.warehouse.rows(RELEASES)
        assert [row for row in kept if row in set(releases)] == releases
        made = {row[0] for row in kept} - {row[0] for row in releases}
        assert len(made) <= 1
        releases = kept
        (current,) = month_ends.warehouse.rows(CURRENT)
        assert month_ends.published.rows(CURRENT) == [current]
        ((override_units,),) = month_ends.published.rows(
            "select override_units from marts.fct_forecasts where override_units is not null"
        )
        assert override_units == 100 + number
        assert month_ends.warehouse.rows(FORECASTS) == reference[FORECASTS]
        assert month_ends.warehouse.rows(LEDGER) == reference[LEDGER]
        registered = month_ends.warehouse.rows(REGISTRY)
        assert set(reference[REGISTRY]) <= set(registered)
        assert len(set(registered)) == len(registered)
        assert sorted(path.name for path in (month_ends.folder / "output").iterdir()) == [
            "excel",
            "parquet",
            "restock.duckdb",
            "site",
        ]
    assert len({row[0] for row in releases}) == KILLS
    assert month_ends.warehouse.value(
        "select count(*) from marts.rpt_runs where outcome = 'killed'"
    ) == sum(bool(settled) for _, *settled in killed)
