"""What a run tells of itself, kept on disk while it goes on: so a killed one can be settled."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from pathlib import Path

Outcome = Literal["running", "done", "failed", "stopped", "killed"]

SUMMARY: Final = "summary.json"


@dataclass
class Stage:
    """A part of the run: its name, how it ended (done, failed, skipped) and its seconds."""

    name: str
    outcome: str = "skipped"
    duration_seconds: float = 0.0
    cpu_seconds: float = 0.0


@dataclass
class RunRecord:
    """A run, as logs/<run_id>/summary.json has it.

    Attributes
    ----------
    node
        Node of dbt that is, or was last, worked on.
    seen_at
        When the run was last seen alive; ISO 8601, UTC, as is started_at.
    resumable
        Digest of what must be unchanged for `--resume` to go on; None: it cannot.
    unfinished
        Nodes that failed or were skipped.
    """

    run_id: str
    command: str
    warehouse: str
    host: str
    user: str
    process: int
    started_at: str
    outcome: Outcome = "running"
    exit_code: int | None = None
    message: str = ""
    stages: list[Stage] = field(default_factory=list)
    node: str | None = None
    seen_at: str = ""
    cpu_seconds: float = 0.0
    peak_memory_bytes: int = 0
    database_bytes: int | None = None
    free_disk_bytes: int | None = None
    read_seconds: dict[str, float] = field(default_factory=dict)
    library_versions: dict[str, str] = field(default_factory=dict)
    git_commit: str | None = None
    is_window_kept: bool | None = None
    resumable: str | None = None
    unfinished: list[str] = field(default_factory=list)

    @property
    def duration_seconds(self) -> float:
        """Seconds from the start to when it was last seen."""
        last = datetime.fromisoformat(self.seen_at or self.started_at)
        return (last - datetime.fromisoformat(self.started_at)).total_seconds()

    @property
    def stage(self) -> str | None:
        """The stage that the run is in, or ended in."""
        return self.stages[-1].name if self.stages else None

    def is_seen(self) -> None:
        """Note that the run is alive."""
        self.seen_at = datetime.now(UTC).isoformat(timespec="milliseconds")

    def write(self, folder: Path) -> None:
        """Write the summary; whoever reads it finds a whole one."""
        beside = folder / f".{SUMMARY}"
        beside.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", "utf-8")
        beside.replace(folder / SUMMARY)


def read_record(folder: Path) -> RunRecord | None:
    """Return the record of a run's folder; None where there is none, or not a readable one."""
    try:
        found: dict[str, Any] = dict(json.loads((folder / SUMMARY).read_text("utf-8")))
        known = {each.name for each in fields(RunRecord)}
        record = RunRecord(**{name: value for name, value in found.items() if name in known})
        record.stages = [Stage(**stage) for stage in found.get("stages", [])]
    except (OSError, ValueError, TypeError):
        return None
    return record


def records(logs: Path, warehouse: Path) -> list[RunRecord]:
    """Return the records of all runs of a warehouse whose logs are there, the oldest first."""
    found = [read_record(path.parent) for path in sorted(logs.glob(f"*/{SUMMARY}"))]
    return [record for record in found if record and record.warehouse == str(warehouse)]
