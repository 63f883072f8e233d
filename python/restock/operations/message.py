"""The one message about a run: what went wrong, what stands, what to do."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from restock.build import FAILED, UNUSABLE
from restock.operations.explanation import by_message, next_step
from restock.operations.releases import told
from restock.operations.rows import stored_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from restock.locations import Locations
    from restock.operations.events import Failure

_MOST_FAILURES: Final = 5
_MOST_LINES: Final = 12


@dataclass(frozen=True)
class Trouble:
    """Why a run did not come to its end.

    Attributes
    ----------
    headline
        In one sentence.
    failures
        Nodes that failed.
    said
        What the project's macros said of it, such as the gate's findings.
    next_steps
        What to do; what the failures tell is added.
    """

    headline: str
    exit_code: int
    failures: tuple[Failure, ...] = ()
    skipped: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = field(default=())


def trouble_of_stage(name: str, error: Exception) -> Trouble:
    """Return the trouble of a stage that an error has ended; before the build it is the user's."""
    said = str(error) or type(error).__name__
    if name == "preflight":
        return Trouble(f"Nothing was built: {said}", UNUSABLE)
    return Trouble(
        f"The stage {name} failed: {said}",
        FAILED,
        next_steps=(
            by_message(said)
            or "Correct the cause that the message names, then the same command again.",
        ),
    )


def told_trouble(trouble: Trouble, locations: Locations, log: str) -> str:
    """Return the message of a run that failed."""
    lines = [trouble.headline]
    for failure in trouble.failures[:_MOST_FAILURES]:
        lines += ["", *_told_failure(failure, locations)]
    if len(trouble.failures) > _MOST_FAILURES:
        lines.append(f"and {len(trouble.failures) - _MOST_FAILURES} more failed: see the log.")
    if trouble.said:
        lines += ["", *trouble.said]
    if trouble.skipped:
        lines += ["", _told_skipped(trouble.skipped)]
    lines += ["", *standing(locations)]
    steps = [*trouble.next_steps, *map(next_step, trouble.failures[:_MOST_FAILURES])]
    if steps:
        lines += ["", "What to do:", *(f"  {step}" for step in dict.fromkeys(steps))]
    return "\n".join([*lines, "", f"Log: {log}"])


def standing(locations: Locations) -> list[str]:
    """Return in words which release is still valid, in the warehouse and for readers."""
    warehouse = told(locations.warehouse)
    published = told(locations.output / "restock.duckdb")
    if warehouse == published:
        return [f"The release that stands, in the warehouse and published: {published}."]
    return [
        f"The release that stands in the warehouse: {warehouse}.",
        f"Published in {locations.shown(locations.output)}: {published}.",
    ]


def _told_failure(failure: Failure, locations: Locations) -> list[str]:
    where = f"{failure.resource_type} {failure.name} ({failure.path})" if failure.path else "dbt"
    message = [line.rstrip() for line in failure.message.strip().splitlines() if line.strip()]
    # dbt begins with the kind of the error and the node, which stands above.
    if len(message) > 1 and f" in {failure.resource_type} {failure.name} (" in message[0]:
        message = textwrap.dedent("\n".join(message[1:])).splitlines()
    # The end of a traceback says what happened, its beginning only where it was called from.
    shown = message if len(message) <= _MOST_LINES else [*message[:2], "...", *message[-8:]]
    lines = [f"{where}:", *(f"  {line}" for line in shown)]
    rows = stored_rows(locations.warehouse, failure.relation) if failure.failed_rows else []
    if rows:
        lines += [f"  It stored {failure.failed_rows:,} rows in {failure.relation}:"]
        lines += [f"    {row}" for row in rows]
    return lines


def _told_skipped(skipped: Sequence[str]) -> str:
    release = ", the release among them" if "fct_forecast_releases" in skipped else ""
    return f"{len(skipped):,} nodes behind were skipped{release}."
