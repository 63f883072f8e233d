"""dbt as a child of the run: its log is read line by line while it works."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import psutil

from restock.build import dbt_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

# What is built belongs to who runs it; what is published, the parent writes, for everybody.
_PRIVATE: Final = 0o077
_SECONDS_TO_END: Final = 10.0


@dataclass(frozen=True)
class DbtChild:
    """How dbt is started.

    Parameters
    ----------
    project
        Root of the dbt project.
    environment
        What its environment has beside this process's.
    lock
        Descriptor of the run's lock: the child holds it as long as it lives.
    """

    project: Path
    environment: Mapping[str, str]
    lock: int

    def run(self, arguments: Sequence[str], each_line: Callable[[str], None]) -> int:
        """Run dbt and hand on each line; return its exit code, negative for a signal.

        If this is interrupted, dbt and all that it started is ended before it goes on.
        """
        command = [
            dbt_command(),
            "--no-use-colors",
            "--log-format",
            "json",
            "--log-level-file",
            "none",
            *arguments,
        ]
        with _ended_at_last(
            subprocess.Popen(  # noqa: S603
                command,
                cwd=self.project,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                umask=_PRIVATE,
                pass_fds=(self.lock,),
            )
        ) as child:
            for line in child.stdout or ():
                each_line(line.rstrip("\n"))
            return child.wait()


@contextmanager
def _ended_at_last(child: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    try:
        yield child
    finally:
        if child.poll() is None:
            _end(child)


def _end(child: subprocess.Popen[str]) -> None:
    """End a process and all that it started: ask, wait, then kill."""
    tree = psutil.Process(child.pid)
    family = [*tree.children(recursive=True), tree]
    for process in family:
        _signal(process.terminate)
    _, alive = psutil.wait_procs(family, timeout=_SECONDS_TO_END)
    for process in alive:
        _signal(process.kill)
    child.wait()


def _signal(send: Callable[[], None]) -> None:
    try:
        send()
    except psutil.NoSuchProcess:
        # It has ended by itself meanwhile.
        return
