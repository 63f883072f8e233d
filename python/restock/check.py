"""What the input is, and whether a run can go on: the warehouse's own findings, read and shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

from restock.report import Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from restock.build import Builder

_MAX_EXAMPLE: Final = 60
_COLUMNS: Final = ("", "finding", "item", "figure", "share", "from", "to", "example")
_FINDINGS: Final = """
    select
        table_name, finding, item, example, figure, share, is_doubtful, first_date, last_date
    from marts.rpt_input_checks
    order by table_name, finding, item
"""


@dataclass(frozen=True)
class Finding:
    """A row of marts.rpt_input_checks."""

    table_name: str
    finding: str
    item: str
    example: str | None
    figure: float | None
    share: float | None
    is_doubtful: bool
    first_date: date | None = None
    last_date: date | None = None


def check_input(builder: Builder) -> list[Finding]:
    """Build the input up to what is found in it, and read that.

    Parameters
    ----------
    builder
        Where the warehouse is built; nothing else is touched.

    Raises
    ------
    InputRefusedError
        A run cannot go on; the message says why.
    BuildError
        dbt failed for another reason.
    """
    warehouse = builder.build("check", None, "+rpt_input_checks")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return [Finding(*row) for row in connection.execute(_FINDINGS).fetchall()]


def as_text(findings: list[Finding]) -> str:
    """Return a table for each input table, and whether there is something to look at."""
    doubtful = sum(finding.is_doubtful for finding in findings)
    verdict = "A run can go on."
    if doubtful:
        verdict += f" What is marked ! is worth a look before it: {doubtful} in all."
    return f"{Report(tuple(_tables(findings))).text()}\n\n\n{verdict}"


def as_json(findings: list[Finding], reason: str | None = None) -> str:
    """Return the findings, or the reason why there are none, as one JSON document."""
    content = {
        "can_run": reason is None,
        "reason": reason,
        "findings": [vars(finding) for finding in findings],
    }
    return json.dumps(content, indent=2, default=str)


def _tables(findings: list[Finding]) -> Iterator[Table]:
    for name in dict.fromkeys(finding.table_name for finding in findings):
        rows = tuple(
            (
                "!" if finding.is_doubtful else "",
                finding.finding,
                "" if finding.item == "all" else finding.item,
                None if finding.figure is None else round(finding.figure),
                finding.share,
                finding.first_date,
                finding.last_date,
                _cut(finding.example or ""),
            )
            for finding in findings
            if finding.table_name == name
        )
        yield Table(name, _COLUMNS, rows)


def _cut(example: str) -> str:
    return example if len(example) <= _MAX_EXAMPLE else f"{example[: _MAX_EXAMPLE - 3]}..."
