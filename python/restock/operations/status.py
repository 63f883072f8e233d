"""Whether the release that should be there by now is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import typer

from restock.operations.notification import notify
from restock.operations.record import records
from restock.operations.releases import current_release, told
from restock.operations.secrets import Redactor
from restock.operations.settings import Settings, expected_month

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from restock.locations import Locations


@dataclass(frozen=True)
class Status:
    """Whether the release is there, and that in words."""

    is_there: bool
    text: str


def release_status(locations: Locations, day: date) -> Status:
    """Look at what is published, and at how the last run ended.

    Raises
    ------
    ValueError
        A var is none that can be used.
    """
    settings = Settings.of_project(locations.project, {})
    wanted = expected_month(day, settings.release_due_day)
    database = locations.output / "restock.duckdb"
    try:
        release = current_release(database)
    except (duckdb.Error, OSError):
        # What cannot be read is not there for anybody; the text says why.
        release = None
    is_there = release is not None and release.cutoff_month >= wanted
    lines = [
        f"Expected on {day:%Y-%m-%d}: a release of {wanted:%Y-%m}. "
        f"Published in {locations.shown(locations.output)}: {told(database)}."
    ]
    runs = records(locations.logs, locations.warehouse)
    if runs:
        last = runs[-1]
        word = "is going on" if last.outcome == "running" else last.outcome
        lines.append(f"Last run: {last.run_id}, {word}. {last.message}".rstrip())
    else:
        lines.append(f"No run has left a log in {locations.shown(locations.logs)}.")
    if not is_there:
        lines.append(
            "The release is missing. Look at the log of the last run, or whether the job that "
            "starts `restock run` runs at all; then start it by hand."
        )
    return Status(is_there, "\n".join(lines))


def tell_missing(status: Status, environment: Mapping[str, str]) -> None:
    """Send the status of a missing release to the addresses in RESTOCK_NOTIFY."""
    redact = Redactor(environment)
    unsent = notify(
        environment, "Restock: the release is missing", redact(status.text), is_failure=True
    )
    for reason in unsent or ():
        typer.echo(redact(f"The notification was not sent: {reason}"), err=True)
