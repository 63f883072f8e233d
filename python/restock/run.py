"""The month-end run: dbt build as a child process, then the marts to the published folder."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

from restock.build import (
    DONE,
    FAILED,
    UNUSABLE,
    peak_memory_of_children,
    project_root,
    run_dbt,
)
from restock.publish import Published, publish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# Unit tests are proofs of the code on invented rows: they belong to its changes, not to each month.
_ON_DATA_ONLY: Final = ("--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class Locations:
    """Where the run reads and writes; relative paths count from the project's root."""

    project: Path
    warehouse: Path
    output: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], project: Path) -> Locations:
        """Read RESTOCK_WAREHOUSE and RESTOCK_OUTPUT, else take the defaults.

        Raises
        ------
        ValueError
            `project` is not the root of the dbt project, or what is published would replace the
            warehouse.
        """
        project_root(project)
        warehouse = environment.get("RESTOCK_WAREHOUSE") or "warehouse/restock.duckdb"
        output = environment.get("RESTOCK_OUTPUT") or "output"
        locations = cls(project=project, warehouse=project / warehouse, output=project / output)
        if (locations.output / "restock.duckdb").resolve() == locations.warehouse.resolve():
            raise ValueError(
                f"RESTOCK_OUTPUT '{output}' is the folder of the warehouse '{warehouse}', which "
                "the published copy would replace: name another folder"
            )
        return locations


@dataclass(frozen=True)
class Outcome:
    """How the run ended: its exit code, and what was published, if anything."""

    exit_code: int
    published: Published | None


def run(locations: Locations, dbt_arguments: Sequence[str]) -> Outcome:
    """Build, and publish if nothing failed.

    What was published is replaced: `restock.restore.refuse_to_lose_releases` goes before.

    Returns
    -------
    Outcome
        exit_code 0: done; 1: the build or a check failed; 2: bad input or configuration. In the
        latter two nothing is published: what was published before stays.
    """
    run_id = str(uuid.uuid4())
    locations.warehouse.parent.mkdir(parents=True, exist_ok=True)
    built = run_dbt(
        locations.project,
        ("build", *_ON_DATA_ONLY, *dbt_arguments),
        {"RESTOCK_RUN_ID": run_id, "RESTOCK_WAREHOUSE": str(locations.warehouse)},
        quietly=False,
    )
    if built.returncode not in {DONE, FAILED}:
        # Refused before anything was built, or killed: this run has no row to complete.
        return Outcome(UNUSABLE if built.returncode == UNUSABLE else FAILED, None)
    _complete_run_log(locations.warehouse, run_id)
    if built.returncode != DONE:
        return Outcome(FAILED, None)
    return Outcome(DONE, publish(locations.warehouse, locations.output))


def _complete_run_log(warehouse: Path, run_id: str) -> None:
    """Write what only the parent of the build sees into the run's row."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "update ops.run_log set peak_memory_bytes = ? where run_id = ? and node_id = 'run'",
            [peak_memory_of_children(), run_id],
        )
