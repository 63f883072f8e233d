"""Mail, Slack, Teams and whatever else apprise reaches: one message about a run."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import apprise

from restock.operations.secrets import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Kept(logging.Handler):
    """Keeps what a library logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def notify(
    environment: Mapping[str, str], title: str, body: str, *, is_failure: bool
) -> list[str] | None:
    """Send a message to each address in RESTOCK_NOTIFY; it never raises.

    Returns
    -------
    list of str, or None
        Why it could not be sent, to whom it could not be; empty if all were reached; None where
        there is no address.
    """
    wanted = addresses(environment)
    if not wanted:
        return None
    kept = _Kept()
    log = logging.getLogger("apprise")
    log.addHandler(kept)
    log.propagate = False
    kind = apprise.NotifyType.FAILURE if is_failure else apprise.NotifyType.SUCCESS
    try:
        unsent = []
        for number, address in enumerate(wanted, start=1):
            kept.lines.clear()
            target = apprise.Apprise()
            if not target.add(address):
                unsent.append(f"address {number} in RESTOCK_NOTIFY is none that apprise knows")
            elif not target.notify(
                title=title, body=body, notify_type=kind, body_format=apprise.NotifyFormat.TEXT
            ):
                said = "; ".join(kept.lines) or "no reason was given"
                unsent.append(f"address {number} in RESTOCK_NOTIFY was not reached: {said}")
    except Exception as error:  # noqa: BLE001 - what a notifier does must not change the outcome
        return [f"the message could not be sent: {type(error).__name__}: {error}"]
    finally:
        log.removeHandler(kept)
    return unsent
