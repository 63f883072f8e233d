"""Runs before this one: how the killed ones ended, and which the log of runs lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from restock.operations import run_log
from restock.operations.record import RunRecord, read_record, records

if TYPE_CHECKING:
    from pathlib import Path

    from restock.locations import Locations
    from restock.operations.lock import Owner


def earlier_runs(locations: Locations, run_id: str) -> list[RunRecord]:
    """Return the runs of the warehouse before one, the oldest first."""
    return [
        record for record in records(locations.logs, locations.warehouse) if record.run_id != run_id
    ]


def settle(locations: Locations, run_id: str, left: Owner | None) -> list[RunRecord]:
    """Note how killed runs ended; the caller holds the lock, so that none of them goes on.

    Parameters
    ----------
    run_id
        The run that is going on.
    left
        Whom the lock names: a run that was killed.

    Returns
    -------
    list of RunRecord
        Those that are to be written into the log of runs: killed ones, and others that it lacks.
    """
    earlier = earlier_runs(locations, run_id)
    if left and left.run_id not in {record.run_id for record in earlier}:
        earlier.append(_of_owner(left, locations.warehouse))
    logged = run_log.logged_runs(locations.warehouse)
    wanted = [each for each in earlier if each.outcome == "running" or each.run_id not in logged]
    for record in wanted:
        if record.outcome == "running":
            _settle(record, locations.logs / record.run_id)
    return wanted


def _of_owner(left: Owner, warehouse: Path) -> RunRecord:
    """Return the record of a run of which only the lock tells."""
    return RunRecord(
        left.run_id, "build", str(warehouse), left.host, left.user, left.process, left.started_at
    )


def _settle(record: RunRecord, folder: Path) -> None:
    record.outcome = "killed"
    where = f" at {record.node}" if record.stage == "build" and record.node else ""
    record.message = f"killed in the stage {record.stage or 'preflight'}{where}"
    if read_record(folder):
        record.write(folder)
