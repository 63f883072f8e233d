"""The log of runs is completed after it was published, and older versions had fewer columns."""

from pathlib import Path

import duckdb

from restock.restore import restore


def restored_log(folder: Path, published: str, present: str) -> list[tuple]:
    state = folder / "output" / "parquet" / "state"
    state.mkdir(parents=True)
    with duckdb.connect(str(folder / "w.duckdb")) as connection:
        connection.execute(f"copy ({published}) to '{state / 'ops.run_log.parquet'}'")
        connection.execute("create schema ops")
        connection.execute(f"create table ops.run_log as {present}")
    restore(folder / "w.duckdb", folder / "output")
    with duckdb.connect(str(folder / "w.duckdb"), read_only=True) as connection:
        return connection.sql("from ops.run_log order by all").fetchall()


def test_rows_of_the_log_that_were_completed_since_stay_and_missing_ones_come_back(
    tmp_path: Path,
) -> None:
    assert restored_log(
        tmp_path,
        "select * from (values ('r1', 'run', 'done'), ('r2', 'run', 'running')) "
        "as log(run_id, node_id, outcome)",
        "select * from (values ('r2', 'run', 'done', 5), ('r2', 'stage.site', 'done', 1)) "
        "as log(run_id, node_id, outcome, cpu_seconds)",
    ) == [("r1", "run", "done", None), ("r2", "run", "done", 5), ("r2", "stage.site", "done", 1)]


def test_a_published_log_of_more_columns_comes_back_in_those_that_are_there(
    tmp_path: Path,
) -> None:
    assert restored_log(
        tmp_path,
        "select 'r1' as run_id, 'run' as node_id, 3 as cpu_seconds",
        "select 'r2' as run_id, 'run' as node_id",
    ) == [("r1", "run"), ("r2", "run")]
