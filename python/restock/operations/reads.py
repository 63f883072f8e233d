"""How long typical queries on the published file take."""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path
from typing import Final

import duckdb

_QUERIES: Final = files("restock.operations") / "queries"


def queries() -> dict[str, str]:
    """Return the typical queries by name."""
    found = sorted(_QUERIES.iterdir(), key=lambda file: file.name)
    return {Path(file.name).stem: file.read_text("utf-8") for file in found}


def read_seconds(database: Path) -> dict[str, float]:
    """Return by typical query how long it takes, from opening the file to its last row."""
    taken = {}
    for name, query in queries().items():
        started = time.perf_counter()
        with duckdb.connect(str(database), read_only=True) as connection:
            connection.execute(query).fetchall()
        taken[name] = time.perf_counter() - started
    return taken
