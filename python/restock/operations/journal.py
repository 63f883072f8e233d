"""The logs of a run: dbt's own log as JSON lines, and one for people, both without secrets."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self, TextIO

from restock.operations.console import echo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from restock.operations.secrets import Redactor

READABLE: Final = "run.log"
EVENTS: Final = "dbt.jsonl"

_RUN_ID: Final = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
_STAMP: Final = "%Y%m%dT%H%M%SZ"
# Escapes would colour or rewrite the terminal of whoever reads the log.
_CONTROL: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")
_LAST_LINES: Final = 15


def run_id_of(started_at: datetime, digits: str) -> str:
    """Return the identity of a run, by which runs are in the order of their starts."""
    return f"{started_at:{_STAMP}}-{digits[:6]}"


class Journal:
    """Writes logs/<run_id>/: run.log and dbt.jsonl. Only its owner can read the folder."""

    def __init__(self, folder: Path, redact: Redactor) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        self.folder = folder
        self._redact = redact
        self._readable: TextIO = (folder / READABLE).open("a", encoding="utf-8")
        self._events: TextIO = (folder / EVENTS).open("a", encoding="utf-8")
        self._last: list[str] = []
        self._lost: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in (self._readable, self._events):
            try:
                file.close()
            except OSError as failed:
                self._lost = failed.strerror

    @property
    def path(self) -> Path:
        """The log for people."""
        return self.folder / READABLE

    @property
    def lost(self) -> str | None:
        """Why a line could not be written, if one could not: a full disk must not end the run."""
        return self._lost

    @property
    def last_lines(self) -> list[str]:
        """What the log for people said last."""
        return self._last

    def clean(self, text: str) -> str:
        """Return a text without secrets and without what would command a terminal."""
        return _CONTROL.sub("", self._redact(text))

    def say(self, text: str) -> None:
        """Write a text into the log for people, each line with its time (UTC)."""
        now = datetime.now(UTC)
        for line in self.clean(text).splitlines():
            self._last = [*self._last, line][-_LAST_LINES:]
            self._write(self._readable, f"{now:%Y-%m-%d %H:%M:%S}  {line}")

    def tell(self, text: str) -> None:
        """Write a text into the log for people and to standard output."""
        self.say(text)
        echo(self.clean(text))

    def tell_trouble(self, text: str) -> None:
        """Write a text into the log for people and to standard error."""
        self.say(text)
        echo(self.clean(text), err=True)

    def event(self, event: Mapping[str, Any]) -> None:
        """Write an event of dbt's log as a line of JSON."""
        self._write(self._events, json.dumps(_with_texts(event, self._redact)))

    def _write(self, file: TextIO, line: str) -> None:
        try:
            file.write(f"{line}\n")
            file.flush()
        except OSError as error:
            self._lost = error.strerror


def _with_texts(value: object, change: Callable[[str], str]) -> object:
    """Return a value of JSON with all texts in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _with_texts(each, change) for key, each in value.items()}
    return [_with_texts(each, change) for each in value] if isinstance(value, list) else value


def prune(logs: Path, kept_days: float, now: datetime) -> list[Path]:
    """Remove the logs of runs that began before so many days; return those that could not be.

    Whatever else lies in the folder stays.
    """
    first = (now - timedelta(days=kept_days)).strftime(_STAMP)
    old = [
        folder
        for folder in logs.glob("*Z-*")
        if _RUN_ID.fullmatch(folder.name) and folder.name < first
    ]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return [folder for folder in old if folder.exists()]
