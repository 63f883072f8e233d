"""The month-end run: one command from preflight to notification, with one word when it fails."""

from __future__ import annotations

import uuid
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from restock.build import UNUSABLE
from restock.locations import Locations
from restock.operations.console import echo
from restock.operations.journal import Journal, run_id_of
from restock.operations.lock import ANOTHER_RUN, AnotherRunError, Owner, hold
from restock.operations.month_end import MonthEnd
from restock.operations.notification import notify
from restock.operations.request import Options, Request
from restock.operations.secrets import Redactor
from restock.operations.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def run(project: Path, options: Options, environment: Mapping[str, str]) -> int:
    """Build, publish, export, make the dashboard, and tell; return the exit code.

    Returns
    -------
    int
        0: done; 1: the build, a check or a later stage failed, or the run was stopped; 2: bad
        input or configuration; 3: another run is going on. Unless it is 0 what was released stands,
        and what was published before the stage that failed.
    """
    started_at = datetime.now(UTC)
    run_id = run_id_of(started_at, uuid.uuid4().hex)
    redact = Redactor(environment)
    with ExitStack() as stack:
        try:
            locations = Locations.from_environment(environment, project)
            settings = Settings.of_project(project, options.variables)
            owner = Owner.this_process(run_id, locations.logs / run_id, started_at)
            held = stack.enter_context(hold(locations.lock, owner))
            journal = stack.enter_context(_opened(locations.logs / run_id, redact))
        except AnotherRunError as error:
            return _refused(ANOTHER_RUN, str(error), environment, redact)
        except (OSError, ValueError) as error:
            return _refused(UNUSABLE, str(error), environment, redact)
        request = Request(locations, options, environment, settings)
        return MonthEnd(request, owner, held, journal).run()


def _refused(code: int, reason: str, environment: Mapping[str, str], redact: Redactor) -> int:
    """Tell why a run did not begin."""
    message = redact(f"Nothing was run: {reason}")
    title = f"Restock: nothing was run (exit code {code})"
    unsent = notify(environment, title, message, is_failure=True) or ()
    echo(message, err=True)
    for each in unsent:
        echo(redact(f"The notification was not sent: {each}"), err=True)
    return code


@contextmanager
def _opened(folder: Path, redact: Redactor) -> Iterator[Journal]:
    try:
        journal = Journal(folder, redact)
    except OSError as error:
        raise ValueError(
            f"the logs cannot be written to '{folder}' ({error.strerror}): DBT_LOG_PATH names "
            "another folder"
        ) from error
    with journal:
        yield journal
