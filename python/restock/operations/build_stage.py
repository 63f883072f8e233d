"""The build as a stage: dbt is watched, and how it ended is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from restock.build import DONE, FAILED, UNUSABLE, refusal
from restock.operations.events import Watched, as_event
from restock.operations.explanation import of_signal
from restock.operations.message import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from restock.operations.child import DbtChild
    from restock.operations.console import Display
    from restock.operations.journal import Journal
    from restock.operations.record import RunRecord

# Unit tests are proofs of the code on invented rows: they belong to its changes, not to each month.
_ON_DATA_ONLY: Final = ("--exclude-resource-type", "unit_test")


class StageError(Exception):
    """A stage did not come to its end; its trouble says why and what to do."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.headline)
        self.trouble = trouble


@dataclass(frozen=True)
class Build:
    """A build by dbt.

    Parameters
    ----------
    child
        How dbt is started.
    record, journal, display
        What is told while it works: to disk, to the logs, to the terminal.
    """

    child: DbtChild
    record: RunRecord
    journal: Journal
    display: Display

    def run(self, arguments: Sequence[str]) -> Watched:
        """Build; return what was seen.

        Raises
        ------
        StageError
            dbt did not come to a good end: exit code 2 if the input or the project cannot be used,
            else 1.
        """
        watched = Watched()

        def take(line: str) -> None:
            event = as_event(line)
            watched.see(line if event else self.journal.clean(line))
            self.record.node = watched.node
            if event is None:
                self.journal.say(line)
            else:
                self.journal.event(event)
                self.journal.say(event["info"]["msg"])
            self.display(watched)

        code = self.child.run(["build", *_ON_DATA_ONLY, *arguments], take)
        if code != DONE:
            # Only dbt that came to its end has told of all nodes that failed.
            if watched.totals:
                failed = (each.name for each in watched.failures if each.name)
                self.record.unfinished = sorted({*failed, *watched.skipped})
            raise StageError(_trouble(code, watched, self.record))
        return watched


def _trouble(code: int, watched: Watched, record: RunRecord) -> Trouble:
    for failure in watched.failures:
        refused = refusal(failure.message)
        if refused:
            return Trouble(
                f"The input cannot be used: {refused}",
                UNUSABLE,
                next_steps=(
                    "Correct the input as the message says (docs/input.md); `restock check` tells "
                    "whether a run can go on. Then the same command again.",
                ),
            )
    if code < 0:
        return Trouble(
            of_signal(-code, record.peak_memory_bytes),
            FAILED,
            next_steps=(
                "The same command begins anew and keeps what was trained. If it is killed again "
                "for want of memory, set RESTOCK_MEMORY_LIMIT (such as 4GB) or use a larger "
                "machine.",
            ),
        )
    if any(failure.is_gate for failure in watched.failures):
        headline = "The gate has blocked the release"
    elif watched.failures and watched.failures[0].resource_type == "project":
        headline = "dbt cannot build the project"
    else:
        headline = "The build failed"
    return Trouble(
        f"{headline}, after {len(watched.finished):,} of {watched.total:,} nodes.",
        UNUSABLE if code == UNUSABLE else FAILED,
        failures=tuple(watched.failures),
        skipped=tuple(watched.skipped),
        said=tuple(_findings(watched.said)),
        # Where dbt ended without a word about it, its last lines are all there is.
        next_steps=() if watched.failures else ("Look at the end of the log.",),
    )


def _findings(said: Sequence[str]) -> list[str]:
    """Return what the gate found, of all that the macros said."""
    return [line for line in said if line.startswith(("The gate has blocked", "  release_"))]
