"""The published folder is whole at every moment, and readers of the old one read on."""

from pathlib import Path

import duckdb
import pytest

from restock.publish import publish


def warehouse_with(path: Path, units: int) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema if not exists marts")
        connection.execute("create schema if not exists ops")
        connection.execute(f"create or replace table ops.run_log as select {units} as units")
        connection.execute(
            f"create or replace table marts.fct_forecasts as select {units} as units"
        )
        connection.execute("create or replace view marts.rpt_runs as from ops.run_log")
        connection.execute("create or replace table marts.int_internal as select 1 as one")
    return path


def published_units(folder: Path) -> int:
    with duckdb.connect(str(folder / "restock.duckdb"), read_only=True) as connection:
        return connection.sql("select units from marts.fct_forecasts").fetchall()[0][0]


def test_public_marts_are_copied_views_as_tables(tmp_path: Path) -> None:
    # Named like the published file, and with a quote in its path.
    folder = tmp_path / "it's here"
    folder.mkdir()
    published = publish(warehouse_with(folder / "restock.duckdb", 7), tmp_path / "output")
    assert published.rows == {"fct_forecasts": 1, "rpt_runs": 1}
    assert published_units(tmp_path / "output") == 7
    files = sorted(path.name for path in (tmp_path / "output" / "parquet").iterdir())
    assert files == ["fct_forecasts.parquet", "rpt_runs.parquet", "state"]
    assert [path.name for path in (tmp_path / "output" / "parquet" / "state").iterdir()] == [
        "ops.run_log.parquet"
    ]
    with duckdb.connect() as connection:
        parquet = tmp_path / "output" / "parquet" / "rpt_runs.parquet"
        assert connection.sql(f"from '{parquet}'").fetchall() == [(7,)]


def test_a_second_one_replaces_the_first_and_leaves_nothing_behind(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(warehouse_with(tmp_path / "w.duckdb", 1), output)
    (output / "mine.txt").write_text("stays")
    with duckdb.connect(str(output / "restock.duckdb"), read_only=True) as reader:
        reader.sql("select 1")
        publish(warehouse_with(tmp_path / "w.duckdb", 2), output)
        assert reader.sql("select units from marts.fct_forecasts").fetchall() == [(1,)]
    assert published_units(output) == 2
    assert sorted(path.name for path in output.iterdir()) == [
        "mine.txt",
        "parquet",
        "restock.duckdb",
    ]


def test_a_failure_leaves_what_was_published(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(warehouse_with(tmp_path / "w.duckdb", 1), output)
    (tmp_path / "broken.duckdb").write_text("no database")
    with pytest.raises(duckdb.Error):
        publish(tmp_path / "broken.duckdb", output)
    assert published_units(output) == 1
    assert sorted(path.name for path in output.iterdir()) == ["parquet", "restock.duckdb"]


def test_nothing_built_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nothing has been built"):
        publish(tmp_path / "none.duckdb", tmp_path / "output")
