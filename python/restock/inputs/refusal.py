"""Refusing an input, in words for the person who has to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_EXAMPLE = 80


class InputRefusedError(Exception):
    """The input cannot be used; the message says what is wrong, where, and what to do."""


def shown(text: object) -> str:
    """Return a value or path in quotes, cut where it is long and on one line."""
    line = " ".join(str(text).split("\n")).strip("\r")
    return f"'{line[:MAX_EXAMPLE]}...'" if len(line) > MAX_EXAMPLE else f"'{line}'"


def unreadable_file(path: Path, kind: str, error: Exception) -> InputRefusedError:
    """Return the refusal of a file that its own reader cannot open."""
    reason = str(error).strip().split("\n")[0][:200]
    return InputRefusedError(f"'{path}' cannot be read as {kind}: {reason}")
