"""What a run uses: memory of its tree of processes, time of processors, disk."""

from __future__ import annotations

import os
import shutil
import threading
from typing import TYPE_CHECKING, Final, Self

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

_SECONDS_BETWEEN: Final = 0.5


def tree_memory(process: psutil.Process) -> int:
    """Return the bytes of memory that a process and all that it started have now.

    Memory that several of them share counts in each.
    """
    total = 0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for each in family:
        try:
            total += each.memory_info().rss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            # It has ended meanwhile, or is a dead one that nobody has waited for.
            continue
    return total


def cpu_seconds() -> float:
    """Return the seconds of processors that this process and its ended children have used."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def free_disk(path: Path) -> int:
    """Return the free bytes of the file system of a path, or of what will hold it."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free


class Sampler:
    """Looks twice a second at the memory of this process and of all that it started.

    Parameters
    ----------
    seen
        Is told the memory in bytes each time.
    """

    def __init__(self, seen: Callable[[int], None]) -> None:
        self._seen = seen
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="restock-usage", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while True:
            self._seen(tree_memory(me))
            if self._over.wait(_SECONDS_BETWEEN):
                return
