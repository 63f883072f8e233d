"""One run at a time: a lock beside the warehouse, held by the run and by the dbt that it starts.

The system lets go of it when the last of these processes has ended, however it ended. What a
killed run leaves in the file tells the next one that it is there to be settled.
"""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import socket
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANOTHER_RUN: Final = 3  # exit code

_MOST_BYTES: Final = 65536


@dataclass(frozen=True)
class Owner:
    """Who holds the lock: run, its logs, process, machine, user, and start (ISO 8601, UTC)."""

    run_id: str
    folder: str
    process: int
    host: str
    user: str
    started_at: str

    @classmethod
    def this_process(cls, run_id: str, folder: Path, started_at: datetime) -> Owner:
        """Return the owner that this process is."""
        try:
            user = getpass.getuser()
        except (KeyError, OSError):
            # A container may run as a number that has no name.
            user = str(os.getuid())
        started = started_at.isoformat(timespec="seconds")
        return cls(run_id, str(folder), os.getpid(), socket.gethostname(), user, started)


@dataclass(frozen=True)
class Held:
    """A lock that is held: its file descriptor, for the child, and who left it behind, if any."""

    descriptor: int
    abandoned: Owner | None


class AnotherRunError(RuntimeError):
    """Another run is going on; the message says whose and since when."""


@contextmanager
def hold(path: Path, owner: Owner) -> Iterator[Held]:
    """Hold the lock while the block runs.

    Raises
    ------
    AnotherRunError
        Another process holds it.
    ValueError
        The file cannot be written, or its file system knows no locks.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _cannot_lock(path, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherRunError(_going_on(path, _read(descriptor))) from None
        except OSError as error:
            raise _cannot_lock(path, error) from error
        abandoned = _read(descriptor)
        try:
            _write(descriptor, json.dumps(asdict(owner)))
        except OSError as error:
            raise _cannot_lock(path, error) from error
        try:
            yield Held(descriptor, abandoned)
        finally:
            _write(descriptor, "")
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> Owner | None:
    """Return who is written in the file; None if nobody, or if a kill came amid the writing."""
    try:
        return Owner(**json.loads(os.pread(descriptor, _MOST_BYTES, 0)))
    except (ValueError, TypeError):
        return None


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


def _cannot_lock(path: Path, error: OSError) -> ValueError:
    return ValueError(
        f"'{path}' cannot be locked ({error.strerror}): the folder of the warehouse must be "
        "writable, with room on its disk, on a file system with locks; RESTOCK_WAREHOUSE names "
        "another place"
    )


def _going_on(path: Path, owner: Owner | None) -> str:
    if owner is None:
        return f"another run is going on: it holds '{path}'. Wait until it has ended."
    started = datetime.fromisoformat(owner.started_at)
    minutes = (datetime.now(UTC) - started).total_seconds() / 60
    whose = f"of {owner.user} on {owner.host}, process {owner.process}"
    if owner.host == socket.gethostname() and not psutil.pid_exists(owner.process):
        whose += ", which was killed while the dbt that it started works on"
    return (
        f"another run is going on since {started:%Y-%m-%d %H:%M} UTC ({minutes:,.0f} minutes), "
        f"{whose}: see {owner.folder}/run.log. Wait until it has ended."
    )
