"""Signals that ask a run to end, as an exception that lets it end in order."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_ENDING: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class StoppedError(BaseException):
    """The run was asked to end. No `except Exception` on the way may take it for a failure."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise StoppedError in the block at the first signal; further ones change nothing."""

    def stop(number: int, _: FrameType | None) -> None:
        for each in _ENDING:
            signal.signal(each, signal.SIG_IGN)
        raise StoppedError(signal.Signals(number).name)

    # What is ignored already, as after nohup, is meant to be.
    wanted = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
