"""Whole builds, as a company's own CI would make them, and builds that are killed."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import GATE_ALONE, SAID, Warehouse

KEPT = {
    "forecasts": "select * from ml.ml_champion_forecasts order by all",
    "release": "select * exclude (released_at) from marts.fct_forecast_releases order by all",
    "accuracy": "select * exclude (seen_at) from marts.int_actuals_ledger order by all",
    "registry": (
        "select * exclude (trained_at, training_seconds) from ml.ml_model_registry order by all"
    ),
}


def kept(warehouse: Warehouse) -> dict[str, list[tuple]]:
    return {name: warehouse.rows(query) for name, query in KEPT.items()}


def kill_a_build(warehouse: Warehouse, data: Path, seconds: float) -> None:
    """Start a build and kill it and all that it started after a while."""
    warehouse.folder.mkdir(parents=True, exist_ok=True)
    build = subprocess.Popen(
        warehouse.command("build", "--exclude-resource-type", "unit_test"),
        cwd=warehouse.project,
        env=warehouse.environment(data),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    assert build.poll() is None, "it was over before it could be killed"
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()


def test_plain_dbt_builds_from_nothing_with_all_tests_of_its_tables(
    tiny_warehouse: Warehouse,
) -> None:
    said = (tiny_warehouse.folder / SAID).read_text()
    assert "Made release" in said
    assert " WARN=0 ERROR=0 SKIP=0 " in said
    assert int(re.findall(r"(\d+) data tests", said)[-1]) > 250


def test_every_rule_keeps_what_its_unit_tests_say(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    done = copied_warehouse.dbt(tiny_input, "test", "--select", "test_type:unit")
    assert done.returncode == 0, done.stdout[-3000:]
    assert " WARN=0 ERROR=0 SKIP=0 " in done.stdout
    assert int(re.findall(r"(\d+) unit tests", done.stdout)[-1]) > 50


def test_the_command_line_builds_and_publishes(
    tiny_warehouse: Warehouse, tiny_input: Path, copied_warehouse: Warehouse
) -> None:
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("restock")),
            "run",
            *copied_warehouse.command("build")[2:],
        ],
        cwd=copied_warehouse.project,
        env=copied_warehouse.environment(tiny_input),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    forecasts = tiny_warehouse.value("select count(*) from marts.fct_forecasts")
    assert f"Published {forecasts} forecasts" in done.stdout
    assert "Exported 2 workbooks" in done.stdout
    assert f"{copied_warehouse.folder}/output/site/index.html" in done.stdout
    published = Warehouse(copied_warehouse.folder / "output")
    assert published.value("select count(*) from marts.fct_forecasts") == forecasts
    assert published.value("select max(peak_memory_bytes) from marts.rpt_runs") > 50_000_000


def test_the_published_copy_may_not_replace_the_warehouse(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    environment = copied_warehouse.environment(tiny_input)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("restock")), "run"],
        cwd=copied_warehouse.project,
        env=environment | {"RESTOCK_OUTPUT": str(copied_warehouse.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "name another folder" in done.stderr
    assert copied_warehouse.value("select count(*) from ml.ml_model_registry") > 0


def test_a_killed_build_harms_nothing(
    tiny_warehouse: Warehouse, tiny_input: Path, tmp_path: Path
) -> None:
    killed = Warehouse(tmp_path / "killed")
    kill_a_build(killed, tiny_input, 8)
    killed.build(tiny_input, *GATE_ALONE)
    assert kept(killed) == kept(tiny_warehouse)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(6))
def test_builds_killed_at_any_moment_harm_nothing(
    seed: int, tiny_warehouse: Warehouse, tiny_input: Path, tmp_path: Path
) -> None:
    killed = Warehouse(tmp_path / "killed")
    moments = np.random.default_rng(seed)
    for _ in range(3):
        kill_a_build(killed, tiny_input, moments.uniform(2, 12))
    killed.build(tiny_input, *GATE_ALONE)
    assert kept(killed) == kept(tiny_warehouse)
