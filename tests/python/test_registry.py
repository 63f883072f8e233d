"""What made a forecast can be told, made again, kept and, when the warehouse is lost, restored."""

import re
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from click.testing import Result
from conftest import ROOT, TINY_CUTOFF, Warehouse, rewrite_sales
from typer.testing import CliRunner

from restock.append_only import append_only_tables, is_append_only, is_store
from restock.build import Builder
from restock.cli import app
from restock.provenance import git_commit
from restock.publish import publish
from restock.registry.records import open_records
from restock.registry.reproduction import reproduce
from restock.release_inputs import content_table, keep
from restock.restore import refuse_to_lose_releases
from restock.timing import timed

RELEASES = "select * from marts.fct_forecast_releases order by all"


def restock(warehouse: Warehouse, data: Path, *arguments: str) -> Result:
    """Run a command of `restock` in the project with the places of a warehouse."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(warehouse.project)
        return CliRunner().invoke(app, arguments, env=dict(warehouse.environment(data)))


def tables(path: Path) -> dict[str, list[tuple]]:
    """Rows of all append-only tables of a warehouse file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            name: connection.sql(f"from {name} order by all").fetchall()
            for name in append_only_tables(connection)
        }


@pytest.fixture(scope="module")
def published(tiny_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A copy of the built warehouse that is published beside; read it only."""
    copied = tiny_warehouse.copy(tmp_path_factory.mktemp("registry") / "copied")
    publish(copied.path, copied.folder / "output")
    return copied


@pytest.fixture
def own(published: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of the published warehouse, to change."""
    return published.copy(tmp_path / "own")


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """An input folder that does not exist: none may be read."""
    return tmp_path / "no input"


def current_release(warehouse: Warehouse) -> str:
    return str(warehouse.value("select max(release_id) from marts.fct_forecasts"))


def test_the_registry_says_what_a_model_was_made_with(published: Warehouse) -> None:
    (row,) = published.rows(
        "select library_versions, training_seconds, pruned_at from ml.ml_model_registry "
        "where candidate = 'lightgbm' order by cutoff_month desc limit 1"
    )
    assert f'"duckdb": "{duckdb.__version__}"' in row[0]
    assert row[1] > 0
    assert row[2] is None
    commits = {row[0] for row in published.rows("select git_commit from ml.ml_model_registry")}
    assert len(commits) == 1
    if (ROOT / ".git").exists():
        assert re.fullmatch(r"[0-9a-f]{40}(-dirty)?", commits.pop())


def test_outside_a_checkout_there_is_no_commit(tmp_path: Path) -> None:
    assert git_commit(tmp_path) is None


def test_what_is_trained_together_shares_the_time() -> None:
    @timed
    def fit(wanted: pa.Table) -> pa.Table:
        return wanted

    fitted = fit(pa.table({"product_id": ["a", "b"]}))
    first, second = fitted["training_seconds"].to_pylist()
    assert first == second >= 0
    assert fit(pa.table({"product_id": pa.array([], pa.string())})).num_rows == 0


def test_models_are_listed_by_candidate(published: Warehouse, nowhere: Path) -> None:
    listed = restock(published, nowhere, "models", "list", "--candidate", "theta")
    assert listed.exit_code == 0, listed.output
    lines = listed.output.splitlines()[5:]
    assert len(lines) == published.value("select count(*) from intermediate.int_cutoffs")
    latest, before = lines[0].split(), lines[1].split()
    assert latest[1] == "theta"
    assert latest[3] > before[3]
    # The latest was used by the release, the one before by none.
    assert (latest[-2], before[-2]) == ("1", "0")
    unknown = restock(published, nowhere, "models", "list", "--candidate", "crystal ball")
    assert unknown.exit_code == 2
    assert "crystal ball" in unknown.output


def test_a_model_is_shown_and_compared_by_its_prefix(published: Warehouse, nowhere: Path) -> None:
    versions = {
        candidate: version
        for version, candidate in published.rows(
            "select model_version, candidate from ml.ml_model_registry "
            f"where cutoff_month = date '{TINY_CUTOFF}'"
        )
    }
    shown = restock(published, nowhere, "models", "show", versions["lightgbm"][:10])
    assert shown.exit_code == 0, shown.output
    assert re.search(r"^parameters\.trees\.num_iterations +10$", shown.output, re.MULTILINE)
    assert re.search(rf"^model_version +{versions['lightgbm']}$", shown.output, re.MULTILINE)
    compared = restock(
        published, nowhere, "models", "diff", versions["lightgbm"], versions["theta"]
    )
    fields = {line.split("  ")[0] for line in compared.output.splitlines()[4:]}
    assert {"candidate", "parameters.season_length", "feature horizon"} <= fields
    assert "cutoff_month" not in fields
    for prefix in ("", "no such version"):
        assert restock(published, nowhere, "models", "show", prefix).exit_code == 2


def test_a_release_is_made_again_without_fitting_and_without_input(
    own: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the append-only tables alone: every candidate forecasts what it forecast then."""
    forecasts = (
        "select * from ml.ml_forecasts "
        "where cutoff_month = (select max(cutoff_month) from ml.ml_forecasts) order by all"
    )
    forecast, release = own.rows(forecasts), current_release(own)
    others = own.rows(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_type = 'BASE TABLE'"
    )
    drops = [f"drop table {name} cascade" for (name,) in others if not is_append_only(name)]
    own.execute("; ".join(drops))
    monkeypatch.setenv("RESTOCK_DATA", str(tmp_path / "no input"))
    workplace = Warehouse(tmp_path / "workplace")
    workplace.folder.mkdir()
    with open_records(own.path, own.folder / "output") as records:
        made = reproduce(records, release[:12], Builder(ROOT, workplace.folder))
    assert (made.release_id, made.differing, made.differences.rows) == (release, 0, ())
    assert (made.forecasts, made.products) == own.rows(
        "select count(*), count(distinct product_id) from marts.fct_forecast_releases"
    )[0]
    reproduced = Warehouse(tmp_path / "reproduced")
    reproduced.folder.mkdir()
    (workplace.folder / "reproduced.duckdb").rename(reproduced.path)
    assert reproduced.rows(forecasts) == forecast


def test_another_artifact_makes_another_release(own: Warehouse, nowhere: Path) -> None:
    """A scale changed in the artifact of one product changes that product's forecasts alone.

    What the release was made with is said where it is not what is installed, also of a model
    that was no product's champion.
    """
    product = own.value(
        "select min(product_id) from marts.fct_forecasts where candidate = 'prophet'"
    )
    own.execute(
        "update ml.ml_prophet_models set artifact = replace(artifact, '\"y_scale\":', "
        f"'\"y_scale\":1') where product_id = '{product}'"
    )
    own.execute(
        "update ml.ml_model_registry set git_commit = 'elsewhere', "
        """library_versions = '{"numpy": "1.0"}' """
        "where model_version not in (select model_version from marts.fct_forecast_releases)"
    )
    made = restock(own, nowhere, "models", "reproduce", current_release(own))
    assert made.exit_code == 1, made.output
    assert "commit elsewhere, numpy 1.0" in made.output
    assert "3 differ" in made.output
    found = set(re.findall(r"^(\S+) +\d  model_forecast_units ", made.output, re.MULTILINE))
    assert found == {product}


def test_what_cannot_be_made_again_is_said(own: Warehouse, nowhere: Path) -> None:
    unknown = restock(own, nowhere, "models", "reproduce", "no such release")
    assert unknown.exit_code == 2
    assert "no release 'no such release'" in unknown.output
    release = current_release(own)
    own.execute(
        "delete from ml.ml_lightgbm_models where cutoff_month = "
        "(select max(cutoff_month) from marts.fct_forecasts)"
    )
    pruned = restock(own, nowhere, "models", "reproduce", release)
    assert pruned.exit_code == 2
    assert "1 of " in pruned.output
    own.execute("delete from marts.int_release_inputs")
    assert restock(own, nowhere, "models", "reproduce", release).exit_code == 2


def test_inputs_are_kept_for_the_cutoff_of_the_run() -> None:
    """February's release was withdrawn, and January is released for the second time."""
    with duckdb.connect() as connection:
        releases = connection.sql(
            "from (values ('r1', date '2024-01-01', 1), ('r2', date '2024-02-01', 1), "
            "('r3', date '2024-01-01', 2)) as releases (release_id, cutoff_month, release_number)"
        )
        plan = connection.sql(
            "from (values ('a', date '2023-12-01'), ('b', date '2024-01-01')) "
            "as plan (model_version, cutoff_month)"
        )
        kept = connection.sql("select unnest(['r1', 'r2']) as release_id")
        (january,) = keep(
            releases, plan.filter("model_version = 'b'"), {"plan": plan}, kept
        ).to_pylist()
        assert (january["release_id"], january["relation_name"]) == ("r3", "plan")
        assert content_table(january["content"], ["model_version"]).to_pydict() == {
            "model_version": ["b"]
        }
        again = connection.sql("select 'r3' as release_id")
        assert (
            keep(releases, plan.filter("model_version = 'b'"), {"plan": plan}, again).num_rows == 0
        )


def test_pruning_drops_what_is_old_unreleased_and_unwanted(own: Warehouse, nowhere: Path) -> None:
    """Earlier settings left a model of theta and one of lightgbm, of the month before the latest.

    The artifacts of the settings that are used are as old. What was published before does not come
    back, not even when something else has to.
    """
    wanted = tables(own.path)
    month = "(select max(cutoff_month) - interval 1 month from marts.fct_forecasts)"
    own.execute(
        "insert into ml.ml_model_registry by name "
        "select * replace ('earlier ' || candidate as model_version, "
        "'earlier' as configuration_version) from ml.ml_model_registry "
        f"where candidate in ('theta', 'lightgbm') and cutoff_month = {month}"
    )
    own.execute("update ml.ml_model_registry set trained_at = trained_at - interval 100 days")
    for store, key in (("theta", "fit_id"), ("lightgbm", "model_version")):
        own.execute(
            f"insert into ml.ml_{store}_models by name select * replace ("
            "'earlier' as configuration_version, "
            f"'earlier ' || {'product_id' if key == 'fit_id' else 'candidate'} as {key}) "
            f"from ml.ml_{store}_models where cutoff_month = {month}"
        )
    publish(own.path, own.folder / "output")
    before = tables(own.path)
    for arguments in (("--older-than", "101"), ("--older-than", "99", "--dry-run")):
        done = restock(own, nowhere, "models", "prune", *arguments)
        assert done.exit_code == 0, done.output
        assert tables(own.path) == before
    assert restock(own, nowhere, "models", "prune", "--older-than", "-1").exit_code == 2
    done = restock(own, nowhere, "models", "prune", "--older-than", "99")
    assert done.exit_code == 0, done.output
    after = tables(own.path)
    stores = [name for name in after if is_store(name)]
    assert {name: after[name] for name in stores} == {name: wanted[name] for name in stores}
    assert own.rows(
        "select model_version from ml.ml_model_registry where pruned_at is not null order by 1"
    ) == [("earlier lightgbm",), ("earlier theta",)]
    refuse_to_lose_releases(own.path, own.folder / "output")
    own.execute("delete from marts.int_actuals_ledger where revision = 1")
    own.execute(
        "delete from ml.ml_theta_models where product_id = "
        "(select min(product_id) from ml.ml_theta_models)"
    )
    assert restock(own, nowhere, "restore").exit_code == 0
    assert tables(own.path) == after
    publish(own.path, own.folder / "output")
    own.execute("delete from ml.ml_model_registry where candidate in ('theta', 'lightgbm')")
    assert restock(own, nowhere, "restore").exit_code == 0
    assert tables(own.path) == after
    own.execute("alter table ml.ml_model_registry drop column pruned_at")
    early = restock(own, nowhere, "models", "prune", "--older-than", "99")
    assert early.exit_code == 2
    assert "`restock run` first" in early.output


def test_a_release_keeps_its_artifacts_when_nothing_wants_them(
    own: Warehouse, nowhere: Path
) -> None:
    """As after a change of all settings: what the release was made from is all that stays."""
    own.execute("delete from ml.int_wanted_fits")
    own.execute("delete from ml.int_training_plan")
    own.execute("update ml.ml_model_registry set trained_at = trained_at - interval 2 days")
    unkept = own.copy(own.folder.parent / "unkept")
    released = own.value("select max(cutoff_month) from marts.fct_forecasts")
    assert restock(own, nowhere, "models", "prune", "--older-than", "1").exit_code == 0
    for store in ("theta", "prophet", "lightgbm", "imapa"):
        assert own.rows(f"select distinct cutoff_month from ml.ml_{store}_models") == [(released,)]
    assert own.rows(
        "select distinct cutoff_month from ml.ml_model_registry "
        "where artifact_sha256 is not null and pruned_at is null"
    ) == [(released,)]
    # Of a release from before inputs were kept, all of the cutoff stays.
    unkept.execute("delete from marts.int_release_inputs")
    assert restock(unkept, nowhere, "models", "prune", "--older-than", "1").exit_code == 0
    assert unkept.rows("from ml.ml_theta_models order by all") == own.rows(
        "from ml.ml_theta_models order by all"
    )


@pytest.mark.proof
def test_a_pruned_model_that_is_wanted_again_is_trained_and_unmarked(
    own: Warehouse, tiny_input: Path
) -> None:
    latest = "cutoff_month = (select max(cutoff_month) from marts.fct_forecasts)"
    own.execute(f"delete from ml.ml_imapa_models where {latest}")
    own.execute(
        "update ml.ml_model_registry set pruned_at = trained_at where candidate = 'imapa' "
        f"and {latest}"
    )
    done = own.dbt(
        tiny_input,
        *("run", "--select", "ml_imapa_models", "int_fits"),
        *("int_trained_models", "ml_model_registry"),
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert own.value(f"select count(*) from ml.ml_imapa_models where {latest}") > 0
    assert own.value("select count(pruned_at) from ml.ml_model_registry") == 0


def test_a_lost_warehouse_is_restored_row_by_row(own: Warehouse, nowhere: Path) -> None:
    kept = tables(own.path)
    assert len(kept) == 10
    own.path.unlink()
    refused = restock(own, nowhere, "run")
    assert refused.exit_code == 2
    assert "restock restore" in refused.output
    assert not own.path.exists()
    # Until then the published copy answers.
    listed = restock(own, nowhere, "models", "list")
    assert listed.exit_code == 0
    assert "published" in listed.output
    restored = restock(own, nowhere, "restore")
    assert restored.exit_code == 0, restored.output
    assert tables(own.path) == kept
    own.execute("drop schema ml cascade")
    own.execute("delete from marts.int_actuals_ledger where revision = 1")
    assert restock(own, nowhere, "restore").exit_code == 0
    assert tables(own.path) == kept


def test_a_run_that_would_replace_what_is_lacking_is_refused(own: Warehouse, nowhere: Path) -> None:
    refuse_to_lose_releases(own.path, own.folder / "output")
    for statement, lacking in (
        ("drop schema ml cascade", "ml.ml_theta_models"),
        ("drop table marts.rpt_checks", "marts.rpt_checks"),
        ("delete from marts.int_release_inputs", "12 rows of marts.int_release_inputs"),
        (
            "delete from marts.int_actuals_ledger where product_id in "
            "(select product_id from marts.int_actuals_ledger limit 1)",
            "marts.int_actuals_ledger",
        ),
    ):
        own.execute(statement)
        refused = restock(own, nowhere, "run")
        assert refused.exit_code == 2, refused.output
        assert lacking in refused.output
        assert restock(own, nowhere, "restore").exit_code == 0
    refuse_to_lose_releases(own.path, own.folder / "output")


def test_a_damaged_published_file_is_named(own: Warehouse, nowhere: Path) -> None:
    damaged = own.folder / "output/parquet/state/marts.int_actuals_ledger.parquet"
    damaged.write_text("no table")
    for command in (("run",), ("restore",)):
        refused = restock(own, nowhere, *command)
        assert refused.exit_code == 2, refused.output
        assert f"'{damaged}' cannot be read: move it away" in refused.output
    own.path.unlink()
    assert f"'{damaged}'" in restock(own, nowhere, "models", "list").output
    damaged.unlink()
    assert restock(own, nowhere, "models", "list").exit_code == 0


def test_an_error_of_the_run_itself_is_no_bad_input(
    published: Warehouse, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr("restock.cli.month_end", broken)
    assert isinstance(restock(published, nowhere, "run").exception, ValueError)


def test_restoring_overwrites_nothing(own: Warehouse, nowhere: Path) -> None:
    own.execute("insert into marts.int_actuals_ledger by name select 'new' as product_id")
    newer = tables(own.path)
    assert restock(own, nowhere, "restore").exit_code == 0
    assert tables(own.path) == newer
    own.execute("drop table ml.ml_theta_models")
    own.execute(
        "update marts.fct_forecast_releases set forecast_units = forecast_units + 1 "
        "where horizon = 1"
    )
    changed = tables(own.path)
    refused = restock(own, nowhere, "restore")
    assert refused.exit_code == 2
    assert "Nothing was restored" in refused.output
    assert tables(own.path) == changed
    own.path.write_text("no database")
    assert "cannot be opened" in restock(own, nowhere, "restore").output
    shutil.rmtree(own.folder / "output")
    assert "nothing to restore" in restock(own, nowhere, "restore").output


@pytest.mark.proof
def test_a_release_stands_whatever_comes_after_it(
    own: Warehouse, tiny_input: Path, nowhere: Path, tmp_path: Path
) -> None:
    """Sales are restated, artifacts pruned, the schema dropped and then the file lost."""
    first = current_release(own)
    product = own.value("select max(product_id) from ml.ml_theta_models")
    restated = rewrite_sales(
        tiny_input,
        tmp_path / "restated",
        f"select * from sales union all select '{date(2025, 8, 14)}', '{product}', '40', '1.0', "
        "'0', 'restated'",
    )
    variables = own.command()[-2:]
    done = restock(own, restated, "run", *variables)
    assert done.exit_code == 0, done.output
    second = current_release(own)
    assert own.value("select max(release_number) from marts.fct_forecasts") == 2
    pruned = restock(own, nowhere, "models", "prune", "--older-than", "0")
    assert pruned.exit_code == 0, pruned.output
    assert own.value("select count(pruned_at) from ml.ml_model_registry") > 0
    kept = tables(own.path)
    assert restock(own, nowhere, "restore").exit_code == 0
    assert tables(own.path) == kept
    for release in (first, second):
        assert restock(own, nowhere, "models", "reproduce", release).exit_code == 0
    released = own.rows(RELEASES)

    own.execute("drop schema ml cascade")
    assert restock(own, nowhere, "restore").exit_code == 0
    assert restock(own, restated, "run", "--full-refresh", *variables).exit_code == 0
    assert own.rows(RELEASES) == released

    own.path.unlink()
    assert restock(own, nowhere, "restore").exit_code == 0
    models = own.value("select count(*) from ml.ml_lightgbm_models")
    assert restock(own, restated, "run", *variables).exit_code == 0
    assert own.rows(RELEASES) == released
    assert own.value("select count(*) from ml.ml_lightgbm_models") == models
    assert restock(own, tiny_input, "run", *variables).exit_code == 0
    assert own.value("select max(release_number) from marts.fct_forecasts") == 3


@pytest.mark.proof
def test_an_earlier_production_cutoff_shows_what_was_knowable_then(
    tiny_warehouse: Warehouse, tiny_input: Path, tmp_path: Path
) -> None:
    earlier = Warehouse(tmp_path / "earlier")
    earlier.variables["production_cutoff"] = str(TINY_CUTOFF)
    earlier.build(tiny_input)
    columns = "product_id, horizon, candidate, forecast_units, forecast_units_p10"
    then = tiny_warehouse.rows(
        f"select {columns} from ml.ml_champion_forecasts "
        f"where cutoff_month = date '{TINY_CUTOFF}' and horizon <= 3 order by all"
    )
    assert earlier.rows(f"select {columns} from marts.fct_forecasts order by all") == then
