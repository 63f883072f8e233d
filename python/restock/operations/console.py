"""What a person at the terminal sees while dbt works: where it is, and how long it will take."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

import typer
from rich.console import Console as Terminal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from restock.operations.events import Watched

_SECONDS_BETWEEN_LINES: Final = 30.0


def echo(text: str, *, err: bool = False) -> None:
    """Print a text; that nobody is left to read it must not end a run."""
    try:
        typer.echo(text, err=err)
    except (OSError, UnicodeEncodeError):
        # From here on it goes nowhere, else Python would fail once more when it ends.
        stream = sys.stderr if err else sys.stdout
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - not a file
            os.dup2(nowhere.fileno(), stream.fileno())


class Display(Protocol):
    """Shows where a build is."""

    def __call__(self, watched: Watched) -> None:
        """Take in what has been seen so far."""


def seconds_left(
    watched: Watched, usual: Mapping[str, float], elapsed_seconds: float
) -> float | None:
    """Return about how many seconds a build will still take; None while nothing tells.

    What the nodes that are not over took in the last run, times how much longer or shorter those
    that are over have taken than then. Without a last run: each node that is left takes what those
    before it took on average.
    """
    done = sum(usual.get(node, 0.0) for node in watched.finished)
    left = sum(seconds for node, seconds in usual.items() if node not in watched.finished)
    if usual and done > 0.0:
        return left * sum(watched.finished.values()) / done
    if usual or not watched.finished or not watched.total:
        return left or None
    return elapsed_seconds * (watched.total - len(watched.finished)) / len(watched.finished)


def told(watched: Watched, left: float | None) -> str:
    """Return in a line where a build is."""
    parts = [f"{len(watched.finished):,} of {watched.total:,} nodes", watched.node or "beginning"]
    if watched.detail:
        parts.append(watched.detail)
    if left is not None:
        parts.append(told_left(left))
    return ", ".join(parts)


def told_left(seconds: float) -> str:
    """Return a rest of time in words."""
    return f"about {seconds / 60:,.0f} min left" if seconds >= 90 else f"about {seconds:.0f} s left"


@contextmanager
def progress(usual: Mapping[str, float], *, is_quiet: bool) -> Iterator[Display]:
    """Give a display: a bar on a terminal, now and then a line elsewhere, nothing if quiet."""
    started = time.monotonic()
    if is_quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}"),
        )
        with Progress(*columns, console=Terminal(stderr=True), transient=True) as bar:
            task = bar.add_task("reading the project", total=None, left="")

            def show(watched: Watched) -> None:
                left = seconds_left(watched, usual, time.monotonic() - started)
                bar.update(
                    task,
                    description=" ".join(filter(None, (watched.node, watched.detail))),
                    total=watched.total or None,
                    completed=len(watched.finished),
                    left="" if left is None else told_left(left),
                )

            yield show
    else:
        yield _Lines(usual, started)


class _Lines:
    def __init__(self, usual: Mapping[str, float], started: float) -> None:
        self._usual = usual
        self._started = started
        self._last = started

    def __call__(self, watched: Watched) -> None:
        now = time.monotonic()
        if now - self._last < _SECONDS_BETWEEN_LINES:
            return
        self._last = now
        left = seconds_left(watched, self._usual, now - self._started)
        echo(told(watched, left), err=True)
