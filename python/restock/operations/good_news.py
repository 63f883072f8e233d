"""What a run that was done tells in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb

from restock.operations.releases import told

if TYPE_CHECKING:
    from pathlib import Path

_KPI: Final = """
    select target_month, wape, bias, forecasts
    from marts.rpt_kpis
    where
        basis = 'release'
        and horizon = '1'
        and product_group = 'all'
        and demand_class = 'all'
        and scored_against = 'sold_units'
        and candidate = 'champion'
    order by target_month desc
    limit 1
"""
_EXCEPTIONS: Final = """
    select count(*), count(*) filter (where urgency = 'required')
    from marts.rpt_exceptions
"""
_AWAITING: Final = """
    select candidate, count(*)
    from marts.rpt_candidates
    where is_awaiting_approval
    group by candidate
    order by candidate
"""


def good_news(published: Path) -> list[str]:
    """Return the release, the accuracy of last month's, products to look at, and approvals."""
    lines = [f"Release {told(published)}."]
    with duckdb.connect(str(published), read_only=True) as connection:
        for month, wape, bias, forecasts in connection.execute(_KPI).fetchall():
            accuracy = "nothing was sold" if wape is None else f"wape {wape:.1%}, bias {bias:+.1%}"
            lines.append(
                f"{month:%Y-%m}, as was released a month ahead: {accuracy} "
                f"({forecasts:,} forecasts)."
            )
        ((exceptions, required),) = connection.execute(_EXCEPTIONS).fetchall()
        lines.append(
            f"Products to look at before ordering: {exceptions:,}, {required:,} of them required."
        )
        lines += [
            f"{candidate} awaits approval in {segments:,} segments."
            for candidate, segments in connection.execute(_AWAITING).fetchall()
        ]
    return lines
