"""Cold starts held against what came, beside the other ways to forecast a launch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb

from restock.evaluate.facts import query
from restock.report import Table

if TYPE_CHECKING:
    from pathlib import Path

_NOTE: Final = (
    "By months of sales known at the cutoff; each method where it has a forecast. group mean: of\n"
    "what launches of the group (else all) sold in their first three months. released: champion's."
)


def cold_start(warehouse: Path, horizons: int = 3) -> Table:
    """Measure the forecasts of launches by what was known of them.

    wape = sum abs(forecast - actual) / sum abs(actual), best 0; bias = sum(forecast - actual) /
    sum(actual), positive: too high. Over all cutoffs, and products that have not sold
    yet or are launches with at most five months of sales; in sold_units.

    Parameters
    ----------
    warehouse
        A warehouse that was built up to its champions.
    horizons
        The months ahead that are measured: 1 to this.

    Returns
    -------
    Table
        One row per months known (0, 1, 2, 3 to 5) and method.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.sql(query("cold_start"), params={"horizons": horizons})
        return Table.of("Launches: cold start and other methods", found, _NOTE)
