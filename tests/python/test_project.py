"""The dbt project keeps its own rules, as read off its manifest and files."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from restock.append_only import is_append_only

ROOT = Path(__file__).parents[2]

GRAIN_TESTS = {"grain", "one_row"}

# Why a relation may have rows that nothing identifies, or a grain that is checked otherwise.
WITHOUT_GRAIN_TEST = {
    "stg_daily_sales": "lines as they come",
    "stg_open_orders": "lines as they come",
    "stg_overrides": "lines as they come",
    "stg_planned_events": "lines as they come",
    "stg_products": "lines as they come",
    "stg_stock_levels": "lines as they come",
    "int_product_lines": "lines as they come",
    "int_judged_sales": "lines as they come",
    "int_repeated_sales": "lines as they come",
    "int_sales_lines": "lines as they come",
    "int_stock_lines": "lines as they come",
    "int_open_order_lines": "lines as they come",
    "int_open_orders": "lines as they come",
    "int_planned_event_lines": "lines as they come",
    "int_planned_events": "lines as they come",
    "int_override_lines": "lines as they come",
    "int_rejected_lines": "lines as they come",
    "rpt_rejected_lines": "lines as they come",
    "int_prediction_inputs": "view, rows of feat_forecast_inputs",
    "int_training_examples": "view, rows of feat_forecast_inputs",
}


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Manifest of the project, parsed beside whatever else is being built."""
    folder = tmp_path_factory.mktemp("parse")
    subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), "--quiet", "parse", "--no-partial-parse"],
        cwd=ROOT,
        env=os.environ
        | {
            "RESTOCK_WAREHOUSE": str(folder / "restock.duckdb"),
            "DBT_TARGET_PATH": str(folder),
            "DBT_LOG_PATH": str(folder),
        },
        check=True,
    )
    parsed: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return parsed


def nodes(manifest: dict[str, Any], resource_type: str) -> dict[str, dict[str, Any]]:
    return {
        unique_id: node
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == resource_type
    }


def test_every_sanity_check_blocks_the_release(manifest: dict[str, Any]) -> None:
    """dbt build holds back what depends on all that a failed test depends on."""
    measured = "model.restock.release_checks"
    upstream: set[str] = set()
    waiting = ["model.restock.fct_forecast_releases"]
    while waiting:
        parents = set(manifest["parent_map"][waiting.pop()]) - upstream
        upstream |= parents
        waiting.extend(parents)
    checks = {
        test["name"]: test["depends_on"]["nodes"]
        for test in nodes(manifest, "test").values()
        if test["original_file_path"].startswith("tests/dbt/sanity/")
    }
    files = {path.stem for path in (ROOT / "tests/dbt/sanity").glob("*.sql")}

    assert measured in upstream
    assert manifest["nodes"][measured]["config"]["materialized"] == "table"
    assert set(checks) == files
    assert {name for name, parents in checks.items() if parents != [measured]} == set()


def test_every_check_has_a_test_that_blocks_and_is_explained() -> None:
    macro = (ROOT / "macros/gate/gate_checks.sql").read_text()
    checks = set(re.findall(r"'(release_\w+)':", macro))
    page = (ROOT / "docs/gate.md").read_text()

    assert checks == {path.stem for path in (ROOT / "tests/dbt/sanity").glob("*.sql")}
    assert {check for check in checks if f"`{check}`" not in page} == set()
    for path in (ROOT / "tests/dbt/sanity").glob("*.sql"):
        assert path.read_text().strip() == f"{{{{ blocking_check('{path.stem}') }}}}"


def test_the_tables_that_are_published_to_be_restored_are_those_that_keep_what_was(
    manifest: dict[str, Any],
) -> None:
    """No full refresh makes them again; ops.run_log is no model."""
    relations = {
        f"{node['schema']}.{node['name']}": node for node in nodes(manifest, "model").values()
    }
    kept = {name for name, node in relations.items() if node["config"]["full_refresh"] is False}
    assert {name for name in relations if is_append_only(name)} == kept
    assert is_append_only("ops.run_log")


def test_no_check_only_warns(manifest: dict[str, Any]) -> None:
    severities = {
        test["name"]: test["config"]["severity"].lower()
        for test in nodes(manifest, "test").values()
    }
    assert {name for name, severity in severities.items() if severity != "error"} == set()


def test_every_model_has_its_grain_tested(manifest: dict[str, Any]) -> None:
    tested = {
        test["attached_node"]
        for test in nodes(manifest, "test").values()
        if (test.get("test_metadata") or {}).get("name") in GRAIN_TESTS
    }
    untested = {
        model["name"]
        for unique_id, model in nodes(manifest, "model").items()
        if unique_id not in tested
    }
    assert untested == set(WITHOUT_GRAIN_TEST)


def test_no_model_reads_the_clock() -> None:
    clock = re.compile(r"\b(now\s*\(|(current|local)_?(date|time|timestamp)\b|today\s*\()", re.I)
    found = [
        path.relative_to(ROOT)
        for path in (ROOT / "models").rglob("*.sql")
        if clock.search(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "macros").rglob("*.sql")), ids=lambda path: path.stem
)
def test_macro_file_holds_the_macro_of_its_name(path: Path) -> None:
    """Beside it only what adapter.dispatch finds: <adapter>__<name>."""
    source = path.read_text()
    names = re.findall(r"{%-?\s*macro\s+(\w+)", source)

    assert names[0] == path.stem
    assert {name.split("__", 1)[-1] for name in names} == {path.stem}
    assert source.startswith("{#"), "says first what it is for"


def test_no_tracked_file_names_a_place_of_one_machine() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    place = re.compile(r"(?<![\w.:/$}])/(?:root|home|Users|work|tmp|opt|mnt)/\w")
    found = []
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if path.is_file() and (match := place.search(path.read_text(errors="replace"))):
            found.append(f"{name}: {match.group()}")
    assert found == []
