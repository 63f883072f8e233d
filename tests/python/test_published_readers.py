"""Who reads the published file while it is replaced sees one release or the next, and no error."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Warehouse
from readers import reading

from restock.publish import publish

# Each is made of the same figure in every warehouse.
TABLES = ("fct_forecasts", "fct_order_proposals", "rpt_kpis")
PUBLISHED = 8


def warehouse_with(path: Path, figure: int) -> Path:
    """Make a warehouse that is read at once, and large enough that copying it takes a while."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        for table in TABLES:
            connection.execute(f"create table marts.{table} as select {figure} as figure")
        connection.execute(
            "create table marts.fct_large as select random() as noise from range(1000000)"
        )
    return path


def test_small_ones_are_replaced_under_readers(tmp_path: Path) -> None:
    output = tmp_path / "output"
    warehouses = [warehouse_with(tmp_path / f"{n}.duckdb", n) for n in (1, 2)]
    publish(warehouses[0], output)
    group = [f"select figure from marts.{table}" for table in TABLES]
    with reading(output / "restock.duckdb", [group], tmp_path / "stop", readers=2) as seen:
        for number in range(1, PUBLISHED):
            publish(warehouses[number % 2], output)
    assert seen.faults == []
    assert seen.values == {"1", "2"}


def test_what_somebody_wrote_into_it_does_not_get_into_the_next(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(warehouse_with(tmp_path / "1.duckdb", 1), output)
    published = output / "restock.duckdb"
    assert published.stat().st_mode & 0o222 == 0
    published.chmod(0o644)
    killed = (
        "import duckdb, os\n"
        f"connection = duckdb.connect({str(published)!r})\n"
        "connection.execute('create table marts.note as select 1 as one')\n"
        "os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", killed], check=False)
    assert (output / "restock.duckdb.wal").exists()
    publish(warehouse_with(tmp_path / "2.duckdb", 2), output)
    with duckdb.connect(str(published), read_only=True) as connection:
        tables = connection.sql("select table_name from duckdb_tables()").fetchall()
    assert sorted(name for (name,) in tables) == sorted([*TABLES, "fct_large"])


RUNS = 10
READERS = 4
PAUSE = 0.1
FIRST_UNITS = 1000
# The release, by all that tell of it; the units that this month's override says, by all that show
# them, and by the number of runs.
RELEASES = [
    "select string_agg(distinct release_id) from marts.fct_forecasts",
    "select string_agg(distinct release_id) from marts.fct_order_proposals",
    "select string_agg(distinct release_id) from marts.fct_forecast_drivers",
    "select release_id from marts.fct_forecast_releases "
    "order by cutoff_month desc, release_number desc limit 1",
    "select released.release_id from marts.fct_release_events as released where not exists ("
    "select 1 from marts.fct_release_events as later where later.event = 'superseded' "
    "and later.release_id = released.release_id)",
]
UNITS = [
    "select max(override_units) from marts.fct_forecasts where override_units >= 1000",
    "select max(override_units) from marts.rpt_overrides where override_units >= 1000",
    "select max(override_units) from marts.fct_forecast_releases where override_units >= 1000",
    f"select cast({FIRST_UNITS} + max(release_number) as double) from marts.fct_forecasts",
    f"select cast({FIRST_UNITS} + count(*) as double) from marts.rpt_runs",
]


def an_override_of(warehouse: Warehouse) -> tuple[str, str]:
    """Return a product and month that is forecast."""
    return warehouse.rows(
        "select product_id, cast(target_month as varchar) from marts.fct_forecasts "
        "order by product_id, target_month limit 1"
    )[0]


@pytest.mark.proof
def test_runs_replace_it_under_readers(
    tiny_input: Path,
    tiny_warehouse: Warehouse,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = tmp_path / "input"
    data.mkdir()
    for file in tiny_input.iterdir():
        (data / file.name).write_bytes(file.read_bytes())
    warehouse = Warehouse(tmp_path / "warehouse")
    warehouse.folder.mkdir()
    command = [str(Path(sys.executable).with_name("restock")), "run", "--vars"]
    published = warehouse.folder / "output/restock.duckdb"
    product, month = an_override_of(tiny_warehouse)

    def run(number: int) -> None:
        """Change the one override, so that the run makes a release, and run."""
        (data / "overrides.csv").write_text(
            "product_id,target_month,override_units,owner,reason\n"
            f"{product},{month},{FIRST_UNITS + number},Purchaser A,a customer has told us\n"
        )
        done = subprocess.run(
            [*command, warehouse.command()[-1]],
            cwd=ROOT,
            env=warehouse.environment(data),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        assert f"number {number})" in done.stdout

    run(1)
    with reading(published, [RELEASES, UNITS], tmp_path / "stop", READERS, PAUSE) as seen:
        for number in range(2, RUNS + 1):
            run(number)
    with capsys.disabled():
        print(f"\n{sum(seen.reads):,} reads by {READERS} readers during {RUNS - 1} runs.")
    assert seen.faults == []
    assert {str(float(FIRST_UNITS + number)) for number in range(1, RUNS + 1)} <= seen.values
