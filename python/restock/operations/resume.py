"""Going on after a failure: the nodes that failed or were skipped, if nothing else has changed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from restock.operations.record import RunRecord

# All checks of the gate run again: a release needs them in the very run that makes it.
_GATE: Final = "tag:sanity"


def digest(
    data: Path | None, project: Path, variables: Mapping[str, object], *, full_refresh: bool
) -> str | None:
    """Return a digest of what the nodes that are done were built from, but for the models.

    Parameters
    ----------
    data
        The input folder; None: not a folder, so that nobody can tell whether it has changed.
    """
    if data is None or not data.is_dir():
        return None
    files = [
        (str(file.relative_to(data)), found.st_size, found.st_mtime_ns)
        for file in sorted(data.rglob("*"))
        if not file.is_dir() and (found := file.stat())
    ]
    seeds = [file.read_text("utf-8") for file in sorted((project / "seeds").glob("*.csv"))]
    parts = [str(data.resolve()), files, seeds, dict(variables), full_refresh]
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()


def selection(last: RunRecord | None, now: str | None) -> tuple[list[str], str]:
    """Return what dbt is to select, all if nothing, and why in words."""
    if last is None or not last.unfinished:
        return [], "the last run left no node undone: all is built"
    if now is None or last.resumable != now:
        return [], "input, seeds or vars have changed since the last run: all is built"
    return (
        ["--select", *last.unfinished, _GATE],
        f"going on after run {last.run_id}: {len(last.unfinished):,} nodes, and the gate",
    )


def as_text(variables: Mapping[str, object]) -> str:
    """Return vars as dbt's own option takes them."""
    return json.dumps(variables, default=str)
