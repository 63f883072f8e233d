"""Which release stands in the warehouse, and which is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

_CURRENT: Final = """
    select release_id, release_number, cutoff_month, released_at, count(distinct product_id)
    from marts.fct_forecasts
    group by all
"""


@dataclass(frozen=True)
class Release:
    """A release: what it is called, the last month it knows, when it was made, its products."""

    release_id: str
    number: int
    cutoff_month: date
    released_at: datetime
    products: int

    def __str__(self) -> str:
        return (
            f"{self.release_id[:8]} (cutoff {self.cutoff_month:%Y-%m}, number {self.number}, made "
            f"{self.released_at:%Y-%m-%d %H:%M} UTC, {self.products:,} products)"
        )


def current_release(database: Path) -> Release | None:
    """Return the release that stands in a database; None if there is none.

    Raises
    ------
    duckdb.Error
        The database is there and cannot be read: damaged, or in use.
    """
    if not database.exists():
        return None
    with duckdb.connect(str(database), read_only=True) as connection:
        try:
            rows = connection.execute(_CURRENT).fetchall()
        except duckdb.CatalogException:
            # Nothing has been built yet up to the forecasts.
            return None
    return Release(*rows[0]) if rows else None


def told(database: Path) -> str:
    """Return in words which release stands in a database."""
    try:
        release = current_release(database)
    except (duckdb.Error, OSError) as error:
        return f"not known, as it cannot be read: {str(error).splitlines()[0]}"
    return "none" if release is None else str(release)
