"""What only the parent of dbt sees, in the warehouse's log of runs (ops.run_log).

dbt itself writes a row for the run and one for each node when it ends (macro append_run_log). The
parent completes the run's row, adds rows for its stages and for the time that typical queries
take, and writes the rows of runs that dbt never came to log: those that were killed or refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from restock.operations.record import RunRecord

_RUN: Final = "run"
_NODE_KEY: Final = "where run_id = $run_id and node_id = $node_id"


def write(warehouse: Path, records: Iterable[RunRecord]) -> None:
    """Write what is known of runs into the log; where there is none yet, nothing is written.

    Raises
    ------
    duckdb.Error
        The warehouse cannot be opened or written.
    """
    if not warehouse.exists():
        return
    with duckdb.connect(str(warehouse)) as connection:
        if not _has_log(connection):
            return
        connection.begin()
        for record in records:
            _write_run(connection, record)
            _write_parts(connection, record)
        connection.commit()


def logged_runs(warehouse: Path) -> set[str]:
    """Return the runs that are in the log."""
    rows = _read(warehouse, f"select run_id from ops.run_log where node_id = '{_RUN}'")
    return {run_id for (run_id,) in rows}


def usual_seconds(warehouse: Path) -> dict[str, float]:
    """Return by node how many seconds it took in the latest run that was done."""
    return dict(
        _read(
            warehouse,
            "select node_id, duration_seconds from ops.run_log where run_id = ("
            f"select run_id from ops.run_log where node_id = '{_RUN}' and outcome = 'done' "
            "and node_name = 'build' order by started_at desc limit 1) "
            f"and resource_type not in ('{_RUN}', 'stage', 'query')",
        )
    )


def _read(warehouse: Path, query: str) -> list[tuple[Any, ...]]:
    if not warehouse.exists():
        return []
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall() if _has_log(connection) else []


def _has_log(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether the log is there, with the columns of this version."""
    ((count,),) = connection.execute(
        "select count(*) from duckdb_columns() where schema_name = 'ops' "
        "and table_name = 'run_log' and column_name = 'is_window_kept'"
    ).fetchall()
    return bool(count)


@dataclass(frozen=True)
class _Row:
    node_id: str
    node_name: str
    resource_type: str
    values: Mapping[str, object]


def _write_run(connection: duckdb.DuckDBPyConnection, record: RunRecord) -> None:
    values = {
        "outcome": record.outcome,
        "message": record.message,
        "duration_seconds": record.duration_seconds,
        "cpu_seconds": record.cpu_seconds,
        "peak_memory_bytes": record.peak_memory_bytes,
        "database_bytes": record.database_bytes,
        "free_disk_bytes": record.free_disk_bytes,
        "library_versions": json.dumps(record.library_versions, sort_keys=True),
        "git_commit": record.git_commit,
        "is_window_kept": record.is_window_kept,
    }
    known = connection.execute(
        f"from ops.run_log {_NODE_KEY}", {"run_id": record.run_id, "node_id": _RUN}
    ).fetchall()
    if known:
        assigned = ", ".join(f"{name} = ${name}" for name in values)
        connection.execute(
            f"update ops.run_log set {assigned} {_NODE_KEY}",
            {**values, "run_id": record.run_id, "node_id": _RUN},
        )
    else:
        _insert(connection, record, _Row(_RUN, record.command, _RUN, values))


def _write_parts(connection: duckdb.DuckDBPyConnection, record: RunRecord) -> None:
    connection.execute(
        "delete from ops.run_log where run_id = ? and resource_type in ('stage', 'query')",
        [record.run_id],
    )
    for stage in record.stages:
        values = {
            "outcome": stage.outcome,
            "duration_seconds": stage.duration_seconds,
            "cpu_seconds": stage.cpu_seconds,
        }
        _insert(connection, record, _Row(f"stage.{stage.name}", stage.name, "stage", values))
    for name, seconds in record.read_seconds.items():
        values = {"outcome": "done", "duration_seconds": seconds}
        _insert(connection, record, _Row(f"query.{name}", name, "query", values))


def _insert(connection: duckdb.DuckDBPyConnection, record: RunRecord, row: _Row) -> None:
    # Without its zone: times in the warehouse are UTC.
    started = datetime.fromisoformat(record.started_at).replace(tzinfo=None)
    values = {
        "run_id": record.run_id,
        "node_id": row.node_id,
        "node_name": row.node_name,
        "resource_type": row.resource_type,
        "started_at": started,
        **row.values,
    }
    names, places = ", ".join(values), ", ".join(f"${name}" for name in values)
    connection.execute(f"insert into ops.run_log ({names}) values ({places})", values)
