"""What to do about a failure, by what its message says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from restock.operations.events import Failure

_BY_MESSAGE: Final = (
    (
        r"out of memory|\boom\b|cannot allocate memory|MemoryError|bad_alloc",
        "Memory did not suffice. Give the run more: raise RESTOCK_MEMORY_LIMIT if it is set, end "
        "other programs, or use a larger machine; the var threads lowers what training needs.",
    ),
    (
        r"no space left|disk is full|ENOSPC|disk quota",
        "The disk is full. Free space on it, then the same command again.",
    ),
    (
        r"read-only file system|permission denied",
        "A file or folder cannot be written. Give the user of the run the right to, or name "
        "another place with RESTOCK_WAREHOUSE and RESTOCK_OUTPUT.",
    ),
    (
        r"could not set lock|conflicting lock",
        "Another program has the warehouse open. Close it (the message names its process); people "
        "read the published copy instead.",
    ),
)
_NOT_A_COLUMN: Final = r"binder error.*(column|table).*|does not have a column"


def by_message(message: str) -> str | None:
    """Return what a person is to do about an error that its message alone explains."""
    found = (
        advice for pattern, advice in _BY_MESSAGE if re.search(pattern, message, re.IGNORECASE)
    )
    return next(found, None)


def next_step(failure: Failure) -> str:
    """Return what a person is to do about a failed node."""
    explained = by_message(failure.message)
    if explained:
        return explained
    if failure.is_gate:
        return (
            "Look at what the check found; correct the input, or waive the check (docs/gate.md "
            "says how), then the same command again. Purchasing goes on with the release that is "
            "published."
        )
    if failure.resource_type in {"test", "unit_test"}:
        return (
            "Look at what the check found and correct the input, or the models before it, then "
            "the same command again."
        )
    if failure.resource_type == "project":
        return "Correct the file that the message names, then the same command again."
    if re.search(_NOT_A_COLUMN, failure.message, re.IGNORECASE | re.DOTALL):
        return (
            f"Correct the name in {failure.path}, or in the model that it reads, then "
            "the same command with `--resume`."
        )
    return (
        f"Correct {failure.path or 'what the message names'}, then the same command with "
        "`--resume`; if nobody has changed it, report the message to whoever maintains it."
    )


def of_signal(number: int, peak_memory_bytes: int) -> str:
    """Return in words how dbt was ended by a signal that was not ours."""
    killed = f"dbt was ended by signal {number} from outside"
    if number != 9:
        return f"{killed}."
    return (
        f"{killed}, as the system does when memory runs out (the run had "
        f"{peak_memory_bytes / 2**30:.1f} GB at most)."
    )
