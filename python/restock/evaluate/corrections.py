"""What the cleaning did to data of which nobody knows the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb

from restock.evaluate.facts import query
from restock.report import Report, Table

if TYPE_CHECKING:
    from pathlib import Path

    from restock.build import Builder

_TITLES: Final = {
    "data_lines": ("Sales lines", ""),
    "data_corrections": ("Units corrected", ""),
    "data_stockouts": ("Days judged out of stock", "A run is a row of open days without a gap."),
    "data_examples": (
        "The largest corrections of each kind",
        "To be checked against the lines: sales of these days are missing, or cut by these units.",
    ),
}


def describe_corrections(data: Path, builder: Builder) -> Report:
    """Build an input folder up to its cleaned months and tell what was corrected.

    Parameters
    ----------
    data
        Input folder.
    builder
        Where its warehouse is built.

    Returns
    -------
    Report
        Lines accepted and rejected by reason, units corrected by kind, days judged out of
        stock, and ten corrected months with their days. No goals: there is no truth.

    Raises
    ------
    InputRefusedError
        The folder cannot be used.
    BuildError
        Its warehouse could not be built.
    """
    warehouse = builder.build("data", data, "+path:models/intermediate")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return Report(
            tuple(
                Table.of(title, connection.sql(query(name)), note)
                for name, (title, note) in _TITLES.items()
            )
        )
