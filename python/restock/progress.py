"""What long work says of itself while it goes on."""

from __future__ import annotations

import logging
import sys


def show_progress() -> None:
    """Print the library's progress to standard error; asked twice, it prints once."""
    log = logging.getLogger("restock")
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s  %(message)s", "%H:%M:%S"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        # Other libraries hang handlers on the root, which would print each line again.
        log.propagate = False
