"""Settings that are compared: read, tried once, kept, and never released."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import yaml
from conftest import ROOT, project_vars
from typer.testing import CliRunner

from restock.accuracy.scored import Scored
from restock.build import project_vars as vars_of
from restock.cli import app
from restock.experiments.comparison import _paired, _segments, compare, listed
from restock.experiments.experiment import Laboratory, _code, kept_experiments
from restock.experiments.settings import Settings, read_settings
from restock.report import Table

if TYPE_CHECKING:
    from pathlib import Path

# --- settings --------------------------------------------------------------------------------

PROJECT: dict[str, Any] = {
    "min_gain": 0.02,
    "reported_cutoffs": 12,
    "released_horizons": 3,
    "production_cutoff": None,
    "max_horizon": 4,
    "candidates": {"theta": {"training": "per product", "parameters": {"min_months": 4}}},
}


def written(folder: Path, text: str, name: str = "b.yml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_name_replaces_a_var_and_a_place_one_setting(tmp_path: Path) -> None:
    path = written(tmp_path, "min_gain: 0.1\ncandidates.theta.parameters.min_months: 9")
    settings = Settings.read(path, PROJECT)
    assert settings.name == "b"
    assert settings.changes == {
        "min_gain": 0.1,
        "candidates": {"theta": {"training": "per product", "parameters": {"min_months": 9}}},
    }
    assert PROJECT["candidates"]["theta"]["parameters"]["min_months"] == 4


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert Settings.read(written(tmp_path, ""), PROJECT).changes == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("min_gian: 1", "no var 'min_gian' in dbt_project.yml; did you mean 'min_gain'"),
        ("candidates.theta.parameters.months: 1", "no setting 'months'"),
        ("candidates.theta.parameters.min_months.x: 1", "no setting 'x'"),
        ("candidates: {}", "candidates must be those that have models, theta"),
        ("- a", "hold list, not names and values"),
        ("a: [", "cannot be read as YAML"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"b\.yml") as refusal:
        Settings.read(written(tmp_path, text), PROJECT)
    assert said in str(refusal.value)


def test_settings_must_be_comparable(tmp_path: Path) -> None:
    as_is = written(tmp_path, "", "a.yml")
    with pytest.raises(ValueError, match=r"there is no file 'none\.yml'"):
        read_settings([as_is, as_is.relative_to(tmp_path).with_name("none.yml")], PROJECT)
    with pytest.raises(ValueError, match="nothing to compare"):
        read_settings([as_is], PROJECT)
    with pytest.raises(ValueError, match="alike"):
        read_settings([as_is, as_is], PROJECT)
    other = written(tmp_path, "reported_cutoffs: 3")
    with pytest.raises(ValueError, match="reported_cutoffs differs: a has 12, b has 3"):
        read_settings([as_is, other], PROJECT)


def test_the_settings_of_the_readme_can_be_used(tmp_path: Path) -> None:
    section = (ROOT / "README.md").read_text().split("## How settings are compared")[1]
    example = section.split("```yaml\n")[1].split("```")[0]
    assert len(Settings.read(written(tmp_path, example), vars_of(ROOT)).changes) == 2


# --- differences -----------------------------------------------------------------------------


def add(scored: Scored, data_set: str, product: str, forecast: float) -> None:
    """One forecast, of ten units sold."""
    for candidate in ("champion", "theta"):
        scored.connection.execute(
            "insert into scored by name select $data_set as data_set, $candidate as candidate, "
            "$product as product_id, $product as product_group, 'smooth' as demand_class, "
            "'1' as horizon, $forecast as forecast_units, 10 as sold_units, "
            "date '2024-03-01' as cutoff_month",
            {
                "data_set": data_set,
                "candidate": candidate,
                "product": product,
                "forecast": forecast if candidate == "champion" else 10,
            },
        )


def test_differences_and_segments_are_of_the_same_forecasts() -> None:
    scored = Scored.empty(ROOT, horizons=1)
    for product, before, after in (("A", 20, 12), ("B", 11, 12), ("C", 10, 10)):
        add(scored, "before", product, before)
        add(scored, "after", product, after)
    add(scored, "after", "only there", 99)
    ((settings, candidate, difference, low, high, better),) = _paired(scored, "before", "after")
    # A comes 8 nearer, B goes 1 away; theta is the same.
    assert (settings, candidate) == ("after", "champion")
    assert difference == pytest.approx(-7 / 30)
    # A three times, B three times; and it is better wherever A is drawn at all.
    assert (low, high) == (pytest.approx(-24 / 30), pytest.approx(3 / 30))
    assert better == pytest.approx(1 - (2 / 3) ** 3, abs=0.05)

    segments = _segments(scored, "before", "after")
    assert [(row[0], row[-1]) for row in segments.rows] == [
        ("A", pytest.approx(-8 / 30)),
        ("B", pytest.approx(1 / 30)),
    ]


def test_code_that_changes_no_forecast_makes_no_other_experiment() -> None:
    code = {str(path.relative_to(ROOT)) for path in _code(ROOT)}
    assert {
        "macros/metrics/wape.sql",
        "models/ml/select/ml_champions.sql",
        "models/ml/train/_train.yml",
        "python/restock/candidates/lightgbm/tables.py",
        "python/restock/feature_rows.py",
        "requirements.lock",
    } <= code
    beside = (
        "python/restock/e",
        "python/restock/re",
        "python/restock/site",
        "seeds/approvals.csv",
        "tests",
        "docs",
    )
    assert not [path for path in code if path.startswith(beside)]


# --- through dbt -----------------------------------------------------------------------------


def test_they_are_kept_by_files_which_a_database_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    settings = [str(written(tmp_path, "", f"{name}.yml")) for name in "ab"]
    done = CliRunner().invoke(app, ["compare", *settings], env={"RESTOCK_TARGET": "postgres"})
    assert done.exit_code == 2
    assert "Set RESTOCK_TARGET=local, and RESTOCK_DATA to a folder" in done.output


def test_experiments_are_made_once_and_release_nothing(tiny_input: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.yml"
    tried = project_vars()
    del tried["require_approval"]
    small.write_text(yaml.safe_dump(tried))
    other = tmp_path / "other.yml"
    other.write_text(
        yaml.safe_dump(
            tried
            | {
                "left_out_features": ["target_trading_days", "planned_promotion_days"],
                "candidates.lightgbm.parameters.trees.num_iterations": 3,
            }
        )
    )
    variables = vars_of(ROOT) | {"require_approval": True}
    laboratory = Laboratory(ROOT, tiny_input, tmp_path / "experiments", variables)
    report = compare(laboratory, read_settings([small, other], variables))

    settings, champions, candidates, differences, segments = report.tables
    assert settings.where(was="made").rows == settings.rows
    assert min(champions.numbers("wape")) > 0
    assert min(champions.numbers("training_seconds")) > 0
    (theta, same) = (
        candidates.where(candidate="theta").numbers(name) for name in ("small", "other")
    )
    assert theta == pytest.approx(same, rel=1e-12)
    # Theta and the simple ones are the same; LightGBM and the ensemble are not.
    assert {row[1] for row in differences.rows} >= {"lightgbm", "ensemble"}
    assert {row[1] for row in differences.rows} <= {"lightgbm", "ensemble", "champion"}
    assert isinstance(segments, Table)

    (_, kept) = sorted(kept_experiments(laboratory.folder), key=lambda one: len(one.written))
    with duckdb.connect(str(kept.warehouse(laboratory.folder)), read_only=True) as connection:
        ((features,),) = connection.execute(
            "select features from ml.int_configurations where candidate = 'lightgbm'"
        ).fetchall()
        released = connection.execute(
            "select table_name from information_schema.tables where table_name like '%release%'"
        ).fetchall()
    assert not {"target_trading_days", "planned_promotion_days"} & set(json.loads(features))
    assert released == []
    assert not kept.variables["require_approval"], "what is tried is not approved yet"
    assert kept.experiment_id in listed([kept], laboratory.folder).text()

    again = compare(laboratory, read_settings([small, other], variables))
    assert again.tables[0].where(was="found").rows == again.tables[0].rows
    assert again.tables[1:] == report.tables[1:]
